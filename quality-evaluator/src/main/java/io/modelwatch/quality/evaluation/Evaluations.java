package io.modelwatch.quality.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.intake.BatchResult;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.intake.RawRecord;
import io.modelwatch.intake.RecordReader;
import io.modelwatch.quality.detect.Embedder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Evaluates the items of a body and commits the results. */
@ApplicationScoped
class Evaluations {

    /**
     * @param batch what became of each item
     * @param detectors what the detectors said, by the item's identifier
     */
    record Outcome(BatchResult batch, Map<String, JsonNode> detectors) {}

    private record Place(int index, String id) {}

    private final IntakeConfig config;
    private final EvaluationStore store;
    private final EvaluationMetrics metrics;
    private final ObjectMapper mapper;
    private final Embedder embedder;

    Evaluations(
            IntakeConfig config,
            EvaluationStore store,
            EvaluationMetrics metrics,
            ObjectMapper mapper,
            Embedder embedder) {
        this.config = config;
        this.store = store;
        this.metrics = metrics;
        this.mapper = mapper;
        this.embedder = embedder;
    }

    /** Reads the body to its end before anything is committed, since a body that breaks off is not taken at all. */
    Outcome evaluate(RecordReader reader, Instant now) {
        BatchResult batch = new BatchResult();
        SequencedMap<String, Evaluation> evaluations = new LinkedHashMap<>();
        List<Place> places = new ArrayList<>();
        for (RawRecord raw = reader.next(); raw != null; raw = reader.next()) {
            Item item = read(raw, now, batch);
            if (item != null) {
                places.add(new Place(raw.index(), item.id()));
                evaluations.computeIfAbsent(item.id(), id -> evaluate(item));
            }
        }
        Set<String> created = store.save(List.copyOf(evaluations.values()));
        Map<String, JsonNode> detectors = new HashMap<>(store.detectors(evaluations.keySet().stream()
                .filter(id -> !created.contains(id))
                .toList()));
        for (String id : created) {
            Evaluation evaluation = evaluations.get(id);
            if (evaluation != null) {
                detectors.put(id, mapper.valueToTree(evaluation.results()));
                metrics.committed(evaluation);
            }
        }
        settle(places, created, batch);
        return new Outcome(batch, detectors);
    }

    private @Nullable Item read(RawRecord raw, Instant now, BatchResult batch) {
        Fields fields = null;
        try {
            fields = Fields.parse(raw);
            return Item.of(fields, now, config);
        } catch (ProblemException e) {
            metrics.rejected();
            batch.rejected(raw.index(), fields == null ? null : id(fields), e.problem());
            return null;
        }
    }

    private static @Nullable String id(Fields fields) {
        for (String name : List.of("id", "request_id")) {
            JsonNode node = fields.record().get(name);
            if (node != null && node.isTextual()) {
                return node.textValue();
            }
        }
        return null;
    }

    private Evaluation evaluate(Item item) {
        long start = System.nanoTime();
        Evaluation evaluation = Evaluation.of(item, embedder);
        metrics.evaluated(System.nanoTime() - start);
        return evaluation;
    }

    /** The first of equal identifiers in a body is the one that was accepted. */
    private void settle(List<Place> places, Set<String> created, BatchResult batch) {
        Set<String> fresh = new HashSet<>(created);
        for (Place place : places) {
            if (fresh.remove(place.id())) {
                batch.accepted(place.index(), place.id());
            } else {
                metrics.repeated();
                batch.duplicate(place.index(), place.id());
            }
        }
    }
}

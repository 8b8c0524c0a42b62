package io.modelwatch.collector.langfuse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.collector.ingest.RecordDoor;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.intake.BatchResult;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.intake.RecordResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the events of a batch. A generation counts once it has an end; what came of it before is remembered. Thread-safe.
 */
final class IngestionBatch {

    private static final int CREATED = 201;
    private static final int BAD_REQUEST = 400;
    private static final String MODEL_CALL = "GENERATION";

    /** What becomes of one event. */
    record EventResult(String id, int status, @Nullable String message) {}

    private record Ended(String eventId, String objectId, Supplier<RequestRecord> record) {}

    private final RecordDoor door;
    private final Generation generations;
    private final RecentObjects open;
    private final RecentObjects traces;

    IngestionBatch(RecordDoor door, Generation generations, RecentObjects open, RecentObjects traces) {
        this.door = door;
        this.generations = generations;
        this.open = open;
        this.traces = traces;
    }

    /**
     * Takes what can be taken.
     *
     * @return one result an event
     * @throws ProblemException 503 when the generations cannot be taken at this moment; a repeat of all is harmless
     */
    List<EventResult> take(JsonNode events) {
        Map<Integer, EventResult> results = new LinkedHashMap<>();
        Map<String, Ended> ended = new LinkedHashMap<>();
        // Traces first: a generation may stand before the trace that knows its user.
        events.forEach(event -> {
            if (event.path("type").asText().equals("trace-create")
                    && event.path("body").has("id")) {
                traces.merge(event.path("body").path("id").asText(), event.path("body"));
            }
        });
        int index = 0;
        for (JsonNode event : events) {
            results.put(index++, take(event, ended));
        }
        List<Ended> all = new ArrayList<>(ended.values());
        if (!all.isEmpty()) {
            BatchResult taken = door.takeAll(all.stream().map(Ended::record).toList());
            for (RecordResult one : taken.results()) {
                Ended generation = all.get(one.index());
                open.forget(generation.objectId());
                Problem problem = one.problem();
                if (problem != null) {
                    results.replaceAll((position, result) -> result.id().equals(generation.eventId())
                            ? new EventResult(result.id(), problem.status(), problem.title() + ": " + problem.detail())
                            : result);
                }
            }
        }
        return List.copyOf(results.values());
    }

    private EventResult take(JsonNode event, Map<String, Ended> ended) {
        String id = Generation.text(event, "id");
        String type = Generation.text(event, "type");
        JsonNode body = event.path("body");
        if (id == null || type == null || !body.isObject()) {
            return new EventResult(
                    id == null ? "" : id, BAD_REQUEST, "an event needs the texts id and type and the object body");
        }
        if (isGeneration(type, body)) {
            String objectId = Generation.text(body, "id");
            if (objectId == null) {
                return new EventResult(id, BAD_REQUEST, "body.id is required");
            }
            try {
                takeGeneration(id, objectId, body, ended);
            } catch (IllegalArgumentException e) {
                return new EventResult(id, BAD_REQUEST, "body." + e.getMessage());
            }
        }
        return new EventResult(id, CREATED, null);
    }

    private static boolean isGeneration(String type, JsonNode body) {
        return type.startsWith("generation-")
                || (type.startsWith("observation-")
                        && MODEL_CALL.equals(body.path("type").asText()));
    }

    private void takeGeneration(String eventId, String objectId, JsonNode body, Map<String, Ended> ended) {
        Generation.time(body, "startTime");
        Generation.time(body, "completionStartTime");
        Generation.time(body, "endTime");
        ObjectNode known = open.merge(objectId, body);
        if (known.has("endTime")) {
            String trace = Generation.text(known, "traceId");
            ended.put(
                    objectId,
                    new Ended(
                            eventId,
                            objectId,
                            () -> generations.record(known, trace == null ? null : traces.find(trace))));
        }
    }
}

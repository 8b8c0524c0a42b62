package io.modelwatch.quality.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.quality.store.Database;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Evaluations in PostgreSQL. */
@ApplicationScoped
class EvaluationStore {

    private static final String INSERT = """
            insert into evaluation (id, occurred_at, model, service, detectors, features)
            select id, occurred_at, model, service, detectors::json, features::jsonb
            from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[])
                as new (id, occurred_at, model, service, detectors, features)
            on conflict (id) do nothing
            returning id""";

    private static final String DETECTORS = "select id, detectors::text from evaluation where id = any($1)";

    private static final String ONE = """
            select id, occurred_at, received_at, model, service, detectors::text, features::text
            from evaluation where id = $1""";

    private static final String PURGE = "delete from evaluation where received_at < $1";

    private final Pool pool;
    private final Database database;
    private final ObjectMapper mapper;
    private final int batchSize;

    EvaluationStore(Pool pool, Database database, ObjectMapper mapper, IntakeConfig config) {
        this.pool = pool;
        this.database = database;
        this.mapper = mapper;
        this.batchSize = config.batchSize();
    }

    /**
     * Commits evaluations, all or none.
     *
     * @param evaluations of different identifiers
     * @return the identifiers that were not known before
     */
    Set<String> save(List<Evaluation> evaluations) {
        if (evaluations.isEmpty()) {
            return Set.of();
        }
        // In one order everywhere, so that two bodies with the same identifiers cannot block each other.
        List<Evaluation> sorted = evaluations.stream()
                .sorted(Comparator.comparing(Evaluation::id))
                .toList();
        List<Tuple> batches = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += batchSize) {
            batches.add(arrays(sorted.subList(from, Math.min(sorted.size(), from + batchSize))));
        }
        return database.run(() -> pool.withTransaction(connection -> insert(connection, batches)));
    }

    private static Uni<Set<String>> insert(SqlConnection connection, List<Tuple> batches) {
        return Multi.createFrom()
                .iterable(batches)
                .onItem()
                .transformToUniAndConcatenate(
                        batch -> connection.preparedQuery(INSERT).execute(batch))
                .collect()
                .in(HashSet::new, (ids, rows) -> rows.forEach(row -> ids.add(row.getString(0))));
    }

    private Tuple arrays(List<Evaluation> batch) {
        return Tuple.tuple()
                .addArrayOfString(batch.stream().map(Evaluation::id).toArray(String[]::new))
                .addArrayOfOffsetDateTime(batch.stream()
                        .map(e -> e.occurredAt().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfString(batch.stream().map(Evaluation::model).toArray(String[]::new))
                .addArrayOfString(batch.stream().map(Evaluation::service).toArray(String[]::new))
                .addArrayOfString(batch.stream().map(e -> json(e.results())).toArray(String[]::new))
                .addArrayOfString(batch.stream().map(e -> json(e.features())).toArray(String[]::new));
    }

    /** What the detectors said about those of the identifiers that are stored. */
    Map<String, JsonNode> detectors(List<String> ids) {
        Map<String, JsonNode> found = new HashMap<>();
        if (!ids.isEmpty()) {
            Tuple parameters = Tuple.tuple().addArrayOfString(ids.toArray(String[]::new));
            rows(DETECTORS, parameters).forEach(row -> found.put(row.getString(0), parse(row.getString(1))));
        }
        return found;
    }

    Optional<StoredEvaluation> find(String id) {
        for (Row row : rows(ONE, Tuple.of(id))) {
            return Optional.of(new StoredEvaluation(
                    row.getString(0),
                    row.getOffsetDateTime(1).toInstant(),
                    row.getOffsetDateTime(2).toInstant(),
                    row.getString(3),
                    row.getString(4),
                    parse(row.getString(5)),
                    parse(row.getString(6))));
        }
        return Optional.empty();
    }

    /** Forgets what arrived before the given time; returns how many that were. */
    int purge(Instant before) {
        return rows(PURGE, Tuple.of(before.atOffset(ZoneOffset.UTC))).rowCount();
    }

    private RowSet<Row> rows(String sql, Tuple parameters) {
        return database.run(() -> pool.preparedQuery(sql).execute(parameters));
    }

    private String json(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode parse(String json) {
        try {
            return mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.modelwatch.quality.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.quality.drift.Distribution;
import io.modelwatch.quality.drift.Feature;
import io.modelwatch.quality.store.Database;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads how features were distributed over stored evaluations. */
@ApplicationScoped
public class EvaluatedFeatures {

    /** By a hash of the identifier: a fair sample where there are too many, and always the same one. */
    private static final String FEATURES = """
            select features::text from evaluation
            where occurred_at >= $1 and occurred_at < $2 and ($3::text is null or model = $3)
            order by md5(id) limit $4""";

    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

    /**
     * Features of several exchanges.
     *
     * @param records evaluations read
     * @param distribution their features
     */
    public record Taken(int records, Distribution distribution) {}

    private final Pool pool;
    private final Database database;
    private final ObjectMapper mapper;

    EvaluatedFeatures(Pool pool, Database database, ObjectMapper mapper) {
        this.pool = pool;
        this.database = database;
        this.mapper = mapper;
    }

    /**
     * The features of exchanges that took place in the given time.
     *
     * @param from included
     * @param to not included
     * @param model of one model, or of all where null
     * @param max most evaluations to read
     */
    public Taken between(Instant from, Instant to, @Nullable String model, int max) {
        Tuple parameters = Tuple.of(from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC), model, max);
        RowSet<Row> rows = database.run(() -> pool.preparedQuery(FEATURES).execute(parameters));
        return new Taken(
                rows.size(),
                Feature.collect(StreamSupport.stream(rows.spliterator(), false).map(row -> parse(row.getString(0)))));
    }

    private Map<String, Object> parse(String json) {
        try {
            return mapper.readValue(json, VALUES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

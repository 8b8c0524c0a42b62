package io.modelwatch.collector.spend;

import io.modelwatch.collector.spend.SpendBook.BookException;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Roll-ups in PostgreSQL. Waits on the calling thread, which must not be an event loop. */
@Singleton
public class SpendStore implements SpendBook {

    /** A longer answer is cut off. */
    public static final int MOST_ROWS = 10_000;

    private static final Logger LOG = Logger.getLogger(SpendStore.class);
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final int BATCH = 1000;

    private static final List<String> NAMES = List.of("model", "service", "provider", "environment", "user_id", "team");
    private static final List<String> FIGURES = List.of(
            "requests",
            "errors",
            "cache_hits",
            "unpriced",
            "input_tokens",
            "output_tokens",
            "cached_tokens",
            "reasoning_tokens",
            "cost_usd");
    private static final int COLUMNS = 4 + NAMES.size() + FIGURES.size();

    private static final String UPSERT = "insert into spend_hour (hour, key, run, arrived, " + String.join(", ", NAMES)
            + ", " + String.join(", ", FIGURES) + ") values ("
            + IntStream.rangeClosed(1, COLUMNS).mapToObj(i -> "$" + i).collect(Collectors.joining(", "))
            + ") on conflict (hour, key, run, arrived) do update set "
            + FIGURES.stream().map(figure -> figure + " = excluded." + figure).collect(Collectors.joining(", "));

    private static final String SUMS = FIGURES.stream()
            .map(figure -> "coalesce(sum(" + figure + "), 0) as " + figure)
            .collect(Collectors.joining(", "));

    private final Pool pool;
    private final UUID run = UUID.randomUUID();

    @Inject
    SpendStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public void write(Instant arrived, Map<SpendKey, Spend> rows) throws BookException {
        List<Tuple> tuples = new ArrayList<>(rows.size());
        rows.forEach((key, spend) -> tuples.add(tuple(key, spend, arrived)));
        try {
            for (int i = 0; i < tuples.size(); i += BATCH) {
                List<Tuple> batch = tuples.subList(i, Math.min(tuples.size(), i + BATCH));
                pool.withTransaction(
                                connection -> connection.preparedQuery(UPSERT).executeBatch(batch))
                        .await()
                        .atMost(WITHIN);
            }
        } catch (RuntimeException e) {
            throw new BookException(String.valueOf(e.getMessage()));
        }
    }

    private Tuple tuple(SpendKey key, Spend spend, Instant arrived) {
        Tuple tuple = Tuple.tuple();
        tuple.addOffsetDateTime(key.hour().atOffset(ZoneOffset.UTC));
        tuple.addUUID(key.id());
        tuple.addUUID(run);
        tuple.addOffsetDateTime(arrived.atOffset(ZoneOffset.UTC));
        tuple.addString(key.model());
        tuple.addString(key.service());
        tuple.addString(key.provider());
        tuple.addString(key.environment());
        tuple.addString(key.user());
        tuple.addString(key.team());
        tuple.addLong(spend.requests());
        tuple.addLong(spend.errors());
        tuple.addLong(spend.cacheHits());
        tuple.addLong(spend.unpriced());
        tuple.addLong(spend.inputTokens());
        tuple.addLong(spend.outputTokens());
        tuple.addLong(spend.cachedTokens());
        tuple.addLong(spend.reasoningTokens());
        tuple.addBigDecimal(spend.costUsd());
        return tuple;
    }

    /**
     * Answers a question: one row a combination and piece of time, the first in time and then the costliest first.
     *
     * @throws ProblemException 503 when the database does not answer
     */
    public List<SpendRow> select(SpendQuery query) {
        Tuple parameters = range(query);
        StringBuilder sql = new StringBuilder("select ");
        List<String> groups = new ArrayList<>(query.by());
        if (query.step() != null) {
            String time = "date_trunc('" + query.step().name().toLowerCase(Locale.ROOT) + "', hour, 'UTC')";
            sql.append(time).append(" as piece, ");
            groups.addFirst("piece");
        }
        query.by().forEach(column -> sql.append(column).append(", "));
        sql.append(SUMS)
                .append(" from spend_hour where hour >= $1 and hour < $2")
                .append(conditions(query, parameters));
        if (!groups.isEmpty()) {
            sql.append(" group by ").append(String.join(", ", groups));
        }
        sql.append(" order by ")
                .append(query.step() == null ? "" : "piece, ")
                .append("cost_usd desc, requests desc limit ")
                .append(MOST_ROWS);
        List<SpendRow> rows = new ArrayList<>();
        for (Row row : execute(sql.toString(), parameters)) {
            rows.add(row(row, query));
        }
        return rows;
    }

    /** Models with requests that have no price, and how many, most first. */
    Map<String, Long> unpriced(SpendQuery query) {
        Tuple parameters = range(query);
        String sql = "select model, sum(unpriced)::bigint as unpriced from spend_hour where hour >= $1 and hour < $2"
                + conditions(query, parameters)
                + " group by model having sum(unpriced) > 0 order by 2 desc, 1 limit 100";
        Map<String, Long> models = new LinkedHashMap<>();
        for (Row row : execute(sql, parameters)) {
            models.put(row.getString("model"), row.getLong("unpriced"));
        }
        return models;
    }

    private static Tuple range(SpendQuery query) {
        Tuple parameters = Tuple.tuple();
        parameters.addOffsetDateTime(query.from().atOffset(ZoneOffset.UTC));
        parameters.addOffsetDateTime(query.to().atOffset(ZoneOffset.UTC));
        return parameters;
    }

    private static String conditions(SpendQuery query, Tuple parameters) {
        StringBuilder conditions = new StringBuilder();
        query.where().forEach((column, value) -> {
            parameters.addString(value);
            conditions.append(" and ").append(column).append(" = $").append(parameters.size());
        });
        return conditions.toString();
    }

    private static SpendRow row(Row row, SpendQuery query) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String column : query.by()) {
            String value = row.getString(column);
            if (!value.isEmpty()) {
                labels.put(column, value);
            }
        }
        @Nullable OffsetDateTime piece = query.step() == null ? null : row.getOffsetDateTime("piece");
        return new SpendRow(
                labels,
                piece == null ? null : piece.toInstant(),
                count(row, "requests"),
                count(row, "errors"),
                count(row, "cache_hits"),
                count(row, "input_tokens"),
                count(row, "output_tokens"),
                count(row, "cached_tokens"),
                count(row, "reasoning_tokens"),
                row.getBigDecimal("cost_usd"),
                count(row, "unpriced"));
    }

    private static long count(Row row, String column) {
        BigDecimal sum = row.getBigDecimal(column);
        return sum.longValue();
    }

    /** Forgets what is older. */
    void forgetBefore(Instant oldest) {
        Tuple parameters = Tuple.of(oldest.atOffset(ZoneOffset.UTC));
        execute("delete from spend_hour where hour < $1", parameters);
    }

    private Iterable<Row> execute(String sql, Tuple parameters) {
        try {
            return pool.preparedQuery(sql).execute(parameters).await().atMost(WITHIN);
        } catch (RuntimeException e) {
            LOG.warnf("roll-ups did not answer cause=%s", e.getMessage());
            throw Problem.of(CommonProblem.UNAVAILABLE, "the database does not answer; ask again")
                    .asException();
        }
    }
}

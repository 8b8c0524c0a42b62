package io.modelwatch.collector.feedback;

import io.modelwatch.collector.feedback.FeedbackSummary.Row;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** Feedback in PostgreSQL. Waits on the calling thread, which must not be an event loop. */
@Singleton
class FeedbackStore {

    private static final Logger LOG = Logger.getLogger(FeedbackStore.class);
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private static final List<String> COLUMNS = List.of(
            "feedback_id",
            "at",
            "request_id",
            "session_id",
            "user_id",
            "model",
            "service",
            "environment",
            "thumbs",
            "rating",
            "task_completed",
            "human_takeover",
            "turns",
            "converted",
            "revenue_usd",
            "retained",
            "comment",
            "labels");

    private static final String INSERT = "insert into feedback (" + String.join(", ", COLUMNS) + ") values ("
            + IntStream.rangeClosed(1, COLUMNS.size()).mapToObj(i -> "$" + i).collect(Collectors.joining(", "))
            + ") on conflict do nothing";

    private final Pool pool;

    @Inject
    FeedbackStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * Stores what is not there yet; returns once it is committed.
     *
     * @return for each whether it was new
     * @throws ProblemException 503 when the database does not take it; then nothing is stored
     */
    List<Boolean> store(List<Feedback> all) {
        try {
            List<Tuple> rows = all.stream().map(FeedbackStore::row).toList();
            RowSet<io.vertx.mutiny.sqlclient.Row> results = pool.withTransaction(
                            connection -> connection.preparedQuery(INSERT).executeBatch(rows))
                    .await()
                    .atMost(WITHIN);
            List<Boolean> fresh = new ArrayList<>(all.size());
            for (RowSet<io.vertx.mutiny.sqlclient.Row> result = results; result != null; result = result.next()) {
                fresh.add(result.rowCount() == 1);
            }
            return fresh;
        } catch (RuntimeException e) {
            throw unavailable(e);
        }
    }

    private static Tuple row(Feedback feedback) {
        Feedback.About about = feedback.about();
        Feedback.Signals signals = feedback.signals();
        Tuple row = Tuple.tuple();
        row.addString(feedback.id());
        row.addOffsetDateTime(feedback.at().atOffset(ZoneOffset.UTC));
        row.addString(about.requestId());
        row.addString(about.sessionId());
        row.addString(about.userId());
        row.addString(about.model());
        row.addString(about.service());
        row.addString(about.environment());
        row.addString(signals.thumbs() == null ? null : signals.thumbs().name());
        row.addDouble(signals.rating());
        row.addBoolean(signals.taskCompleted());
        row.addBoolean(signals.humanTakeover());
        row.addLong(signals.turns());
        row.addBoolean(signals.converted());
        row.addBigDecimal(signals.revenueUsd());
        row.addBoolean(signals.retained());
        row.addString(feedback.comment());
        row.addJsonObject(new JsonObject(new HashMap<>(feedback.labels())));
        return row;
    }

    /**
     * What was said in a stretch of time, by the given columns.
     *
     * @param by among {@link FeedbackSummary#DIMENSIONS}
     * @param where values of columns among the same
     */
    List<Row> summary(Instant from, Instant to, List<String> by, Map<String, String> where) {
        Tuple parameters = Tuple.tuple();
        parameters.addOffsetDateTime(from.atOffset(ZoneOffset.UTC));
        parameters.addOffsetDateTime(to.atOffset(ZoneOffset.UTC));
        StringBuilder conditions = new StringBuilder();
        where.forEach((column, value) -> {
            parameters.addString(value);
            conditions
                    .append(" and coalesce(")
                    .append(column)
                    .append(", '') = $")
                    .append(parameters.size());
        });
        String groups = String.join(", ", by);
        String sql = "select " + (by.isEmpty() ? "" : groups + ", ") + FeedbackSummary.AGGREGATES
                + " from feedback where at >= $1 and at < $2" + conditions
                + (by.isEmpty() ? "" : " group by " + groups + " order by " + groups) + " limit "
                + FeedbackSummary.MOST_ROWS;
        try {
            RowSet<io.vertx.mutiny.sqlclient.Row> rows =
                    pool.preparedQuery(sql).execute(parameters).await().atMost(WITHIN);
            List<Row> summary = new ArrayList<>();
            for (io.vertx.mutiny.sqlclient.Row row : rows) {
                summary.add(FeedbackSummary.Row.of(row::getValue, by));
            }
            return summary;
        } catch (RuntimeException e) {
            throw unavailable(e);
        }
    }

    private static ProblemException unavailable(RuntimeException e) {
        LOG.warnf("feedback table did not answer cause=%s", e.getMessage());
        return Problem.of(CommonProblem.UNAVAILABLE, "the database does not answer; send again")
                .asException();
    }
}

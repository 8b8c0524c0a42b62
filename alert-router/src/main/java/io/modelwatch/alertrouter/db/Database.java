package io.modelwatch.alertrouter.db;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements and waits for them: call it from virtual or worker threads, never from an event loop. When the
 * database is not there, that is a problem of the kind "unavailable".
 */
public final class Database {

    private final Pool pool;
    private final Duration timeout;

    /**
     * A way to the database.
     *
     * @param timeout how long one statement may take, the wait for a connection included
     */
    public Database(Pool pool, Duration timeout) {
        this.pool = pool;
        this.timeout = timeout;
    }

    /** One statement in a transaction of its own. */
    public RowSet<Row> run(String sql, @Nullable Object... parameters) {
        return run(pool, sql, parameters);
    }

    /** One statement on a connection that a transaction was begun on. */
    public RowSet<Row> run(SqlClient client, String sql, @Nullable Object... parameters) {
        return await(client.preparedQuery(sql).execute(Tuple.from(parameters)));
    }

    /** Several statements that are committed together, or not at all. */
    public <T> T inTransaction(Function<SqlConnection, T> work) {
        SqlConnection connection = await(pool.getConnection());
        try {
            Transaction transaction = await(connection.begin());
            T result;
            try {
                result = work.apply(connection);
            } catch (RuntimeException e) {
                rollback(transaction, e);
                throw e;
            }
            await(transaction.commit());
            return result;
        } finally {
            await(connection.close());
        }
    }

    private void rollback(Transaction transaction, RuntimeException cause) {
        try {
            await(transaction.rollback());
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private <T> T await(Uni<T> uni) {
        try {
            return uni.await().atMost(timeout);
        } catch (RuntimeException e) {
            throw translated(e);
        }
    }

    /** The problem "unavailable" when a failure means that the database is not there; the failure itself otherwise. */
    public static RuntimeException translated(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException refusal && !isDown(refusal)) {
                return refusal;
            }
            if (cause instanceof IOException
                    || cause instanceof VertxException
                    || cause instanceof TimeoutException
                    || cause instanceof PgException) {
                ProblemException problem = Problem.of(CommonProblem.UNAVAILABLE, "the database cannot be reached")
                        .asException();
                problem.addSuppressed(failure);
                return problem;
            }
        }
        return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }

    /** Whether the server as a whole is not there: classes 08, 53 and 57 of its error codes. */
    private static boolean isDown(PgException exception) {
        String code = exception.getSqlState();
        return code != null && (code.startsWith("08") || code.startsWith("53") || code.startsWith("57"));
    }
}

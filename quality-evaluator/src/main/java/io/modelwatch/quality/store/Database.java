package io.modelwatch.quality.store;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Runs a step on PostgreSQL and waits for it on the calling thread, which must be a virtual or worker thread. */
@ApplicationScoped
public class Database {

    private static final Logger LOG = Logger.getLogger(Database.class);

    private static final String DATA = "22";
    private static final String INTEGRITY = "23";
    private static final String SYNTAX = "42";

    private final StoreConfig config;
    private final AtomicBoolean available = new AtomicBoolean(true);

    Database(StoreConfig config) {
        this.config = config;
    }

    /**
     * Runs a step; Hibernate's sessions may be opened in it.
     *
     * @throws io.modelwatch.intake.ProblemException 503 when PostgreSQL does not answer
     */
    public <T> T run(Supplier<Uni<T>> step) {
        try {
            T result = VertxContextSupport.subscribeAndAwait(
                    () -> step.get().ifNoItem().after(config.timeout()).fail());
            if (available.compareAndSet(false, true)) {
                LOG.info("PostgreSQL answers again");
            }
            return result;
        } catch (Throwable failure) {
            throw translated(failure);
        }
    }

    private RuntimeException translated(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException unchecked && (isConflict(failure) || isFault(failure))) {
            return unchecked;
        }
        if (available.compareAndSet(true, false)) {
            LOG.warnf("PostgreSQL does not answer, callers are told to try again cause=%s", failure);
        } else {
            LOG.debugf(failure, "PostgreSQL does not answer");
        }
        return Problem.of(CommonProblem.UNAVAILABLE, "the store does not answer")
                .asException();
    }

    /** Whether a violated constraint is the cause: what was asked is wrong, the database is well. */
    public static boolean isConflict(Throwable failure) {
        return hasState(failure, INTEGRITY);
    }

    /** Whether the cause is a fault of this service, which trying again does not help. */
    private static boolean isFault(Throwable failure) {
        return hasState(failure, DATA)
                || hasState(failure, SYNTAX)
                || failure instanceof NullPointerException
                || failure instanceof ClassCastException
                || failure instanceof IllegalArgumentException;
    }

    private static boolean hasState(Throwable failure, String stateClass) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException postgres
                    && postgres.getSqlState() != null
                    && postgres.getSqlState().startsWith(stateClass)) {
                return true;
            }
        }
        return false;
    }
}

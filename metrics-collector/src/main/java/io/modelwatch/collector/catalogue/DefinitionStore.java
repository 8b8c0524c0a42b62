package io.modelwatch.collector.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.collector.catalogue.MetricHistoryRow.Action;
import io.modelwatch.collector.settings.SharedProblem;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Changes definitions, each with its history in the same transaction. Waits on the calling thread, which must not be an
 * event loop.
 */
@ApplicationScoped
class DefinitionStore {

    private static final Logger LOG = Logger.getLogger(DefinitionStore.class);
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int MOST_HISTORY = 1000;

    private final CatalogueStore catalogue;
    private final ObjectMapper mapper;
    private final InstantSource clock;

    @Inject
    DefinitionStore(CatalogueStore catalogue, ObjectMapper mapper, InstantSource clock) {
        this.catalogue = catalogue;
        this.mapper = mapper;
        this.clock = clock;
    }

    /**
     * Creates a definition or changes one; returns once it is committed and in force here.
     *
     * @param mustBeNew whether it is wrong that there is one already
     * @param expected the version it must have so far; null: any
     * @return the definition with its version, which is 1 for a new one
     * @throws ProblemException 409 when it is not as expected, 503 when the database does not answer
     */
    MetricDefinition save(MetricDefinition definition, boolean mustBeNew, @Nullable Long expected, String who) {
        Instant now = clock.instant();
        return committed(session -> session.find(MetricRow.class, definition.name(), LockModeType.PESSIMISTIC_WRITE)
                .flatMap(row -> {
                    if (row != null && mustBeNew) {
                        throw conflict("there is a metric '" + definition.name() + "' already");
                    }
                    if (expected != null && expected != (row == null ? 0 : row.version)) {
                        throw conflict("'" + definition.name() + "' has version " + (row == null ? 0 : row.version)
                                + ", not " + expected);
                    }
                    return row == null
                            ? create(session, definition, who, now)
                            : change(session, row, definition, who, now);
                }));
    }

    private Uni<MetricDefinition> create(Mutiny.Session session, MetricDefinition definition, String who, Instant now) {
        MetricRow row = new MetricRow();
        row.name = definition.name();
        row.version = 1;
        row.take(definition);
        return session.createQuery("select coalesce(max(position), 0) from MetricRow", Integer.class)
                .getSingleResult()
                .invoke(last -> row.position = last + 10)
                .flatMap(last -> session.persist(row))
                .flatMap(none -> session.persist(history(Action.CREATED, row.toDefinition(), who, now)))
                .map(none -> row.toDefinition());
    }

    private Uni<MetricDefinition> change(
            Mutiny.Session session, MetricRow row, MetricDefinition definition, String who, Instant now) {
        row.version++;
        row.take(definition);
        return session.persist(history(Action.CHANGED, row.toDefinition(), who, now))
                .map(none -> row.toDefinition());
    }

    /**
     * Removes a definition.
     *
     * @throws ProblemException 404 when there is none, 503 when the database does not answer
     */
    void delete(String name, String who) {
        Instant now = clock.instant();
        committed(session -> session.find(MetricRow.class, name, LockModeType.PESSIMISTIC_WRITE)
                .flatMap(row -> {
                    if (row == null) {
                        throw missing(name);
                    }
                    return session.persist(history(Action.DELETED, row.toDefinition(), who, now))
                            .flatMap(none -> session.remove(row));
                }));
    }

    /** The changes of a definition, the latest first. */
    List<MetricHistoryRow> history(String name) {
        return await(() -> Panache.withSession(() -> Panache.getSession()
                .flatMap(session -> session.createQuery(
                                "from MetricHistoryRow where name = ?1 order by id desc", MetricHistoryRow.class)
                        .setParameter(1, name)
                        .setMaxResults(MOST_HISTORY)
                        .getResultList())));
    }

    private MetricHistoryRow history(Action action, MetricDefinition definition, String who, Instant now) {
        try {
            return MetricHistoryRow.of(
                    action, definition, mapper.writeValueAsString(MetricJson.of(definition)), who, now);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T committed(Function<Mutiny.Session, Uni<T>> change) {
        T result =
                await(() -> Panache.withTransaction(() -> Panache.getSession().flatMap(change::apply)));
        await(catalogue::read);
        return result;
    }

    private static <T> T await(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (Throwable e) {
            throw problem(e);
        }
    }

    private static ProblemException problem(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem;
            }
            if (String.valueOf(cause.getMessage()).contains(UNIQUE_VIOLATION)) {
                return conflict("somebody else created it at the same time");
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        LOG.warnf("catalogue could not be changed cause=%s", failure.getMessage());
        return Problem.of(CommonProblem.UNAVAILABLE, "the database does not answer; send again")
                .asException();
    }

    private static ProblemException conflict(String detail) {
        return Problem.of(SharedProblem.CONFLICT, detail).asException();
    }

    static ProblemException missing(String name) {
        return Problem.of(
                        CommonProblem.NOT_FOUND,
                        "the catalogue has no metric '" + name + "'; GET /api/v1/catalogue lists all")
                .asException();
    }
}

package io.modelwatch.collector.longterm;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.collector.cost.PricedRequest;
import io.modelwatch.collector.longterm.ClickHouse.ServerException;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The long-term store, where one is configured. Waits on the calling thread, which must not be an event loop. */
@Singleton
public class LongTermStore {

    /** What came of an insert. */
    public sealed interface Inserted {

        /** The server has all rows. */
        record All() implements Inserted {}

        /** It calls one of the rows wrong, and has none. */
        record Refused(String why) implements Inserted {}

        /** Nobody knows whether it has them; inserting them again is harmless. */
        record Unknown(String why) implements Inserted {}
    }

    private static final Logger LOG = Logger.getLogger(LongTermStore.class);

    private final ClickHouseConfig config;
    private final InstantSource clock;
    private final @Nullable ClickHouse server;
    private final @Nullable Schema schema;

    @Inject
    LongTermStore(ClickHouseConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.server = config.url()
                .map(url -> new ClickHouse(url, config.user(), config.password().orElse(null), config.timeout()))
                .orElse(null);
        this.schema = server == null ? null : new Schema(server, config.database());
    }

    /** Whether there is one. */
    public boolean configured() {
        return server != null;
    }

    /** A request as it is inserted. */
    public byte[] row(PricedRequest request) {
        return RequestRow.of(request);
    }

    /** Inserts rows; a row that is there already, by day and request_id, is the same row. */
    public Inserted insert(byte[] rows) {
        ClickHouse to = server;
        Schema tables = schema;
        if (to == null || tables == null) {
            return new Inserted.Unknown("none is configured");
        }
        try {
            tables.ensure();
            to.insert(tables.requests(), rows);
            return new Inserted.All();
        } catch (ServerException e) {
            if (e.isMissingTable()) {
                tables.forgotten();
            }
            String why = String.valueOf(e.getMessage());
            return e.isBadInput() ? new Inserted.Refused(why) : new Inserted.Unknown(why);
        } catch (IOException e) {
            return new Inserted.Unknown(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Inserted.Unknown("it was interrupted");
        }
    }

    /** A statement about the table whose name it is given. */
    interface Question {
        String about(String requests);
    }

    /**
     * The rows of an answer.
     *
     * @throws ProblemException 404 where there is no long-term store, 503 where it does not answer
     */
    List<JsonNode> ask(Question question) {
        ClickHouse of = server;
        Schema tables = schema;
        if (of == null || tables == null) {
            throw Problem.of(
                            CommonProblem.NOT_FOUND,
                            "there is no long-term store; name one with metrics-collector.clickhouse.url")
                    .asException();
        }
        try {
            tables.ensure();
            return of.select(question.about(tables.requests()));
        } catch (IOException e) {
            LOG.warnf("long-term store does not answer cause=%s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw Problem.of(CommonProblem.UNAVAILABLE, "the long-term store does not answer; ask again")
                .asException();
    }

    /** On the scheduler's worker thread. */
    @Scheduled(every = "6h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() {
        Schema tables = schema;
        if (tables != null) {
            try {
                tables.keepMonths(config.keepMonths(), clock.instant());
            } catch (IOException e) {
                LOG.warnf("old months could not be removed cause=%s", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

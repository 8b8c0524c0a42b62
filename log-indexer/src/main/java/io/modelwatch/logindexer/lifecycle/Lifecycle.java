package io.modelwatch.logindexer.lifecycle;

import io.modelwatch.logindexer.deadletter.DeadLetterLog;
import io.modelwatch.logindexer.delivery.Delivery;
import io.modelwatch.logindexer.elasticsearch.ElasticsearchTarget;
import io.modelwatch.logindexer.spool.Spool;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** The parts that own threads and files, from start to stop. */
@Singleton
class Lifecycle {

    private static final Logger LOG = Logger.getLogger(Lifecycle.class);

    private final Spool spool;
    private final DeadLetterLog deadLetters;
    private final Delivery delivery;

    Lifecycle(
            SpoolConfig spoolConfig,
            DeadLetterConfig deadLetterConfig,
            DeliveryConfig deliveryConfig,
            ElasticsearchTarget target,
            LoggedEvents events)
            throws IOException {
        InstantSource clock = InstantSource.system();
        this.spool = open(spoolConfig, clock, events);
        this.deadLetters = DeadLetterLog.open(
                deadLetterConfig.settings(spoolConfig), spool.status().done().finished(), clock, events);
        this.delivery = new Delivery(spool, target, deadLetters, deliveryConfig.settings(), events);
    }

    private static Spool open(SpoolConfig config, InstantSource clock, LoggedEvents events) throws IOException {
        try {
            return Spool.open(config.settings(), clock, events);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("log-indexer.spool: " + e.getMessage(), e);
        }
    }

    @Produces
    @Singleton
    Spool spool() {
        return spool;
    }

    @Produces
    @Singleton
    DeadLetterLog deadLetters() {
        return deadLetters;
    }

    void start(@Observes StartupEvent event) {
        LOG.infof(
                "spool open accepted=%d spooled=%d",
                spool.status().accepted(), spool.status().spooled());
        delivery.start();
    }

    /** Requests have ended by now; what cannot be delivered quickly stays in the spool. */
    void stop(@Observes ShutdownEvent event) throws IOException, InterruptedException {
        delivery.stop();
        spool.close();
        deadLetters.close();
        LOG.infof("spool closed spooled=%d", spool.status().spooled());
    }
}

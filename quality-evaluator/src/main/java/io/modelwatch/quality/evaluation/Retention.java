package io.modelwatch.quality.evaluation;

import io.modelwatch.intake.ProblemException;
import io.modelwatch.quality.store.StoreConfig;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Forgets old evaluations once an hour. */
@ApplicationScoped
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);

    private final EvaluationStore store;
    private final StoreConfig config;
    private final InstantSource clock;

    Retention(EvaluationStore store, StoreConfig config, InstantSource clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void purge() {
        try {
            int gone = store.purge(clock.instant().minus(config.retention()));
            if (gone > 0) {
                LOG.infof("old evaluations forgotten count=%d", gone);
            }
        } catch (ProblemException e) {
            LOG.warnf("old evaluations could not be forgotten, next try in an hour cause=%s", e.getMessage());
        }
    }
}

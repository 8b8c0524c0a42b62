package io.modelwatch.logindexer.stream;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells answers without an end that the service stops, which waits for them. */
@ApplicationScoped
class Stopping {

    private final CountDownLatch begun = new CountDownLatch(1);

    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        begun.countDown();
    }

    /** Waits so long; true at once when the service stops. */
    boolean await(Duration pause) throws InterruptedException {
        return begun.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}

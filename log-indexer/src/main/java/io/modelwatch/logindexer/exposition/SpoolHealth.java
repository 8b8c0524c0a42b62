package io.modelwatch.logindexer.exposition;

import io.modelwatch.logindexer.spool.Spool;
import io.modelwatch.logindexer.spool.SpoolStatus;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready means: records can be acknowledged. A full spool is ready too, it answers 503 by itself. */
@Readiness
@ApplicationScoped
class SpoolHealth implements HealthCheck {

    private final Spool spool;

    SpoolHealth(Spool spool) {
        this.spool = spool;
    }

    @Override
    public HealthCheckResponse call() {
        SpoolStatus status = spool.status();
        String failure = status.failure();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("spool")
                .status(failure == null)
                .withData("spooled", status.spooled())
                .withData("bytes", status.bytes());
        return (failure == null ? answer : answer.withData("failure", failure)).build();
    }
}

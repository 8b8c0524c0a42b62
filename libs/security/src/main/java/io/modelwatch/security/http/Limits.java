package io.modelwatch.security.http;

import io.modelwatch.security.access.Access;
import io.modelwatch.security.limit.RateLimit;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The limits on how often somebody may ask, as they are set. Thread-safe. */
@Singleton
public class Limits {

    private static final int FAILURES_AT_ONCE = 10;
    private static final int AUDITED_FAILURES_AT_ONCE = 20;

    private final long begun = System.nanoTime() - 1;
    private final @Nullable RateLimit requests;
    private final @Nullable RateLimit ingest;
    private final @Nullable RateLimit failures;
    private final RateLimit auditedFailures = new RateLimit(1, AUDITED_FAILURES_AT_ONCE);

    Limits(SecuritySettings settings) {
        SecuritySettings.RateLimits limits = settings.rateLimit();
        this.requests = limit(limits.requestsPerSecond(), limits.burstSeconds());
        this.ingest = limit(limits.ingestPerSecond(), limits.burstSeconds());
        double perMinute = limits.failuresPerMinute();
        this.failures =
                perMinute > 0 ? new RateLimit(perMinute / TimeUnit.MINUTES.toSeconds(1), FAILURES_AT_ONCE) : null;
    }

    private static @Nullable RateLimit limit(double perSecond, int burstSeconds) {
        return perSecond > 0 ? new RateLimit(perSecond, (int) Math.max(1, perSecond * burstSeconds)) : null;
    }

    private long now() {
        return System.nanoTime() - begun;
    }

    /** Counts a request; zero when it may go on. */
    Duration request(Access access, String who) {
        RateLimit limit = access.ingest() ? ingest : requests;
        return limit == null ? Duration.ZERO : limit.take(who, now());
    }

    /** How long nobody looks at passwords from an address. */
    Duration afterFailures(String address) {
        return failures == null ? Duration.ZERO : failures.wait(address, now());
    }

    /** Counts a wrong password. */
    void failure(String address) {
        if (failures != null) {
            failures.take(address, now());
        }
    }

    /** Whether a failed attempt is still worth a line. */
    boolean auditsFailure(String address) {
        return auditedFailures.take(address, now()).isZero();
    }
}

package io.modelwatch.security.http;

import java.time.Duration;

/** A password that nobody looks at, because too many were wrong or are being looked at. */
final class TooManyFailuresException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    TooManyFailuresException(Duration retryAfter) {
        super(null, null, false, false);
        this.retryAfter = retryAfter;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}

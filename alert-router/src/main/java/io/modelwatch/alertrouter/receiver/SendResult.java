package io.modelwatch.alertrouter.receiver;

import java.time.Duration;

/** What came of one request to a receiver. */
public sealed interface SendResult {

    /** The receiver has it. */
    record Delivered() implements SendResult {}

    /**
     * The receiver does not have it.
     *
     * @param retry whether it may go better in a moment
     * @param after how long to wait at least before that
     * @param reason the class of the failure, as the metrics name it
     * @param detail what happened, without secrets
     */
    record Failed(boolean retry, Duration after, String reason, String detail) implements SendResult {

        public Failed(boolean retry, String reason, String detail) {
            this(retry, Duration.ZERO, reason, detail);
        }
    }
}

package io.modelwatch.alertrouter.receiver;

import java.time.Duration;
import java.util.Map;

/** What came of one attempt to tell a receiver. */
public sealed interface SendResult {

    /**
     * The receiver has it.
     *
     * @param remember what the channel wants to know when the same group changes; empty for nothing
     * @param note what else is worth knowing, without secrets, such as recipients that were refused; maybe empty
     */
    record Delivered(Map<String, String> remember, String note) implements SendResult {

        public Delivered {
            remember = Map.copyOf(remember);
        }

        public Delivered() {
            this(Map.of(), "");
        }

        /** With something to remember. */
        public Delivered(Map<String, String> remember) {
            this(remember, "");
        }
    }

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

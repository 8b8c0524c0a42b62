package io.modelwatch.alertrouter.notify;

/** What came of one request to a receiver. */
public sealed interface SendResult {

    /** The receiver has it. */
    record Delivered() implements SendResult {}

    /**
     * The receiver does not have it.
     *
     * @param retry whether it may go better in a moment
     * @param reason the class of the failure, as the metrics name it
     * @param detail what happened, without secrets
     */
    record Failed(boolean retry, String reason, String detail) implements SendResult {}
}

package io.modelwatch.collector.forward;

/** What a destination means for the answer to a sender. */
public enum DeliveryPolicy {
    /** A record is taken when the destination has it; until then the answer waits, and is a 503 when it cannot. */
    REQUIRED,
    /** Records are buffered and sent when possible; what does not fit is dropped and counted. */
    BEST_EFFORT,
    /** Nothing is sent. */
    OFF
}

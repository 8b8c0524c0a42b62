package io.modelwatch.collector.spend;

/** What the hourly roll-ups mean for the answer to a sender. */
public enum SpendPolicy {
    /** A record is taken when its roll-up is committed. */
    REQUIRED,
    /** Roll-ups are written a little later. */
    BEST_EFFORT,
    /** There are none. */
    OFF
}

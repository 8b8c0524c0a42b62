package io.modelwatch.logindexer.delivery;

import java.time.Duration;

/**
 * How records are sent.
 *
 * @param maxRecords most records of one bulk request
 * @param maxBytes most bytes of one, unless a single record is larger
 * @param maxInFlight most requests at a time
 * @param linger how long to wait for more records before a request that is not full
 * @param shortestPause pause before the first repetition
 * @param longestPause pause after many
 * @param stopWithin how long a stop waits for requests on their way
 */
public record DeliverySettings(
        int maxRecords,
        long maxBytes,
        int maxInFlight,
        Duration linger,
        Duration shortestPause,
        Duration longestPause,
        Duration stopWithin) {

    public DeliverySettings {
        if (maxRecords < 1 || maxBytes < 1 || maxInFlight < 1) {
            throw new IllegalArgumentException("bounds of bulk requests must be positive");
        }
        if (shortestPause.isNegative() || shortestPause.isZero() || longestPause.compareTo(shortestPause) < 0) {
            throw new IllegalArgumentException("the shortest pause must be positive and no longer than the longest");
        }
    }
}

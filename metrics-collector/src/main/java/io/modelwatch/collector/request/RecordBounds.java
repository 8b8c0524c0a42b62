package io.modelwatch.collector.request;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * What a record may hold at most.
 *
 * @param nameChars length of names and identifiers
 * @param errorChars length of the error text
 * @param textChars length of prompt, response and the other long texts
 * @param contextItems texts in {@code context}
 * @param labels entries of {@code labels}
 * @param tokens each token count
 * @param duration each duration
 * @param costUsd cost of one request
 * @param futureTolerance how far a timestamp may lie ahead; within that it counts as now
 */
public record RecordBounds(
        int nameChars,
        int errorChars,
        int textChars,
        int contextItems,
        int labels,
        long tokens,
        Duration duration,
        BigDecimal costUsd,
        Duration futureTolerance) {

    /** 256 characters a name, 100 million tokens, a day, 100,000 dollars, five minutes ahead. */
    public static final RecordBounds DEFAULT = new RecordBounds(
            256,
            65_536,
            1 << 20,
            256,
            64,
            100_000_000,
            Duration.ofDays(1),
            BigDecimal.valueOf(100_000),
            Duration.ofMinutes(5));
}

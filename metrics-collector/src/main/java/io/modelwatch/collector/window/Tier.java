package io.modelwatch.collector.window;

import java.time.Duration;
import java.time.Instant;

/**
 * How finely a stretch of the past is kept: slices of one width, back to the span.
 *
 * @param width length of one slice
 * @param span how far back slices are kept
 */
public record Tier(Duration width, Duration span) {

    private static final Duration FINEST = Duration.ofMillis(100);
    static final int MOST_SLICES = 10_000;

    public Tier {
        if (width.compareTo(FINEST) < 0 || span.compareTo(width) < 0) {
            throw new IllegalArgumentException(
                    "a tier's slices must be at least 100 ms wide and its span at least one slice, not " + width + ":"
                            + span);
        }
        if (span.toMillis() / width.toMillis() > MOST_SLICES) {
            throw new IllegalArgumentException(
                    "a tier may have at most " + MOST_SLICES + " slices, not " + width + ":" + span);
        }
    }

    /** Reads {@code width:span}, such as {@code 10s:1h}. */
    public static Tier parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("a tier is written width:span, such as 10s:1h, not '" + text + "'");
        }
        return new Tier(
                Window.duration(text.substring(0, colon).trim()),
                Window.duration(text.substring(colon + 1).trim()));
    }

    /** The number of the slice that the time lies in; slices are numbered from the epoch. */
    long sliceOf(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), width.toMillis());
    }

    /** When the slice of the given number begins. */
    Instant startOf(long slice) {
        return Instant.ofEpochMilli(slice * width.toMillis());
    }

    /** The oldest slice that is kept. */
    long oldestSlice(Instant now) {
        return sliceOf(now.minus(span));
    }
}

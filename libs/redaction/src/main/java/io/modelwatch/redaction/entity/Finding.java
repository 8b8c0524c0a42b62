package io.modelwatch.redaction.entity;

import java.util.Comparator;

/** A value of {@code type} at [start, end), in UTF-16 units of the text as given; {@code score} is in 0..1. */
public record Finding(EntityType type, int start, int end, double score) {

    /** Reading order; at one place the longer first, then by type. */
    public static final Comparator<Finding> IN_TEXT = Comparator.comparingInt(Finding::start)
            .thenComparing(Comparator.comparingInt(Finding::end).reversed())
            .thenComparing(Finding::type);

    /** The most trusted first: by score, then length, then place, then type, so that no two findings are equal. */
    public static final Comparator<Finding> BEST_FIRST = Comparator.comparingDouble(Finding::score)
            .reversed()
            .thenComparing(Comparator.comparingInt(Finding::length).reversed())
            .thenComparingInt(Finding::start)
            .thenComparing(Finding::type);

    public Finding {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("span [" + start + ", " + end + "): must be 0 <= start < end");
        }
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("score " + score + ": must be in 0..1");
        }
    }

    public int length() {
        return end - start;
    }

    public boolean overlaps(Finding other) {
        return start < other.end && other.start < end;
    }
}

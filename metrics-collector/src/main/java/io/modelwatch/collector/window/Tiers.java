package io.modelwatch.collector.window;

import java.time.Instant;
import java.util.List;

/** The tiers that every series is kept in, from the finest and shortest to the coarsest and longest. */
public record Tiers(List<Tier> list) {

    public Tiers {
        list = List.copyOf(list);
        if (list.isEmpty()) {
            throw new IllegalArgumentException("at least one tier is needed");
        }
        for (int i = 1; i < list.size(); i++) {
            Tier finer = list.get(i - 1);
            Tier coarser = list.get(i);
            if (coarser.width().compareTo(finer.width()) <= 0 || coarser.span().compareTo(finer.span()) <= 0) {
                throw new IllegalArgumentException(
                        "each tier must have wider slices and a longer span than the one before");
            }
        }
    }

    /** The slices of the finest tier that reaches back far enough, from the one in which the window begins. */
    Range range(Window window, Instant now) {
        for (int i = 0; i < list.size(); i++) {
            Tier tier = list.get(i);
            if (tier.span().compareTo(window.length()) >= 0) {
                long first = tier.sliceOf(now.minus(window.length()));
                return new Range(i, first, tier.sliceOf(now), tier.startOf(first), now);
            }
        }
        throw new IllegalArgumentException("must be at most " + longest().span() + ", was '" + window.text() + "'");
    }

    /** Where the tier with slices of that width stands; -1 when there is none. */
    int indexOf(long widthMillis) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).width().toMillis() == widthMillis) {
                return i;
            }
        }
        return -1;
    }

    /** The tier that reaches back furthest. */
    public Tier longest() {
        return list.getLast();
    }

    /**
     * Which slices a question is about.
     *
     * @param tier index of the tier
     * @param first number of its first slice
     * @param last number of its last slice
     * @param from when the first slice begins
     * @param to the time of asking
     */
    record Range(int tier, long first, long last, Instant from, Instant to) {}
}

package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.receiver.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What has been sent to a target.
 *
 * @param sent when, in order; times later than now count for nothing, since a clock may have been set back
 */
record SlidingWindow(List<Instant> sent) {

    private static final int RESERVED_OF = 10;

    SlidingWindow {
        sent = List.copyOf(sent);
    }

    /**
     * When the next message may go: now, or the time at which all rates allow it.
     *
     * @param critical whether the message may use what is kept for such ones, a tenth of each rate
     */
    Instant next(List<Rate> rates, boolean critical, Instant now) {
        Instant next = now;
        for (Rate rate : rates) {
            int reserve = critical ? 0 : rate.limit() / RESERVED_OF;
            int limit = rate.limit() - reserve;
            List<Instant> inside = since(now.minus(rate.window()), now);
            if (inside.size() >= limit) {
                Instant free = inside.get(inside.size() - limit).plus(rate.window());
                next = free.isAfter(next) ? free : next;
            }
        }
        return next;
    }

    /** With a message that is sent now, and without those that no rate counts any more. */
    SlidingWindow with(List<Rate> rates, Instant now) {
        Duration longest =
                rates.stream().map(Rate::window).max(Duration::compareTo).orElse(Duration.ZERO);
        List<Instant> kept = new java.util.ArrayList<>(since(now.minus(longest), now));
        kept.add(now);
        return new SlidingWindow(kept);
    }

    private List<Instant> since(Instant start, Instant now) {
        return sent.stream()
                .filter(each -> each.isAfter(start) && !each.isAfter(now))
                .toList();
    }
}

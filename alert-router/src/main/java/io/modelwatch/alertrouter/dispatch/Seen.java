package io.modelwatch.alertrouter.dispatch;

import io.modelwatch.alertrouter.alert.StoredAlert;
import io.modelwatch.alertrouter.label.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Up to where a group has been dealt with, so that a resolved alert is offered until a flush succeeded, and not again.
 *
 * @param at what had ended by then is done
 * @param tx what older transactions wrote is done
 * @param owed but the ends of these alerts are not: they are suppressed, and a receiver was told of their beginning
 */
record Seen(Instant at, long tx, Set<Fingerprint> owed) {

    Seen {
        owed = Set.copyOf(owed);
    }

    /**
     * Whether a resolved alert must still be offered: it is owed, counted as firing at that time, or was written since.
     *
     * @param hold how long after its end it counts as firing
     */
    boolean misses(StoredAlert resolved, Duration hold) {
        return resolved.alert().endsAt().toInstant().plus(hold).isAfter(at)
                || resolved.tx() >= tx
                || owed.contains(resolved.alert().fingerprint());
    }
}

package io.modelwatch.alertrouter.dispatch;

import io.modelwatch.alertrouter.alert.StoredAlert;
import java.time.Instant;

/**
 * Up to where a group has been dealt with, so that a resolved alert is offered until a flush succeeded, and not again.
 *
 * @param at what had ended by then is done
 * @param tx what older transactions wrote is done
 */
record Seen(Instant at, long tx) {

    /** Whether a resolved alert must still be offered: it was firing at that time, or was written since. */
    boolean misses(StoredAlert resolved) {
        return resolved.alert().endsAt().toInstant().isAfter(at) || resolved.tx() >= tx;
    }
}

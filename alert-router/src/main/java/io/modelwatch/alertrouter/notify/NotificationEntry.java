package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.label.Fingerprint;
import java.time.Instant;
import java.util.Set;

/**
 * What an integration was told last about a group.
 *
 * @param at the tick of the flush that told it
 * @param firing what was said to be firing
 * @param resolved what was said to be resolved
 */
public record NotificationEntry(Instant at, Set<Fingerprint> firing, Set<Fingerprint> resolved) {

    public NotificationEntry {
        firing = Set.copyOf(firing);
        resolved = Set.copyOf(resolved);
    }
}

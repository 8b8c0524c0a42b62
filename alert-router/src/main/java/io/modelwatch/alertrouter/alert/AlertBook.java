package io.modelwatch.alertrouter.alert;

import io.modelwatch.alertrouter.label.Fingerprint;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * This replica's copy of the alerts, from which it answers and by which it decides. Takes news in any order and any
 * number of times: a higher version wins, and among extensions of one version the latest end. Safe for many threads.
 */
public final class AlertBook {

    private final Map<Fingerprint, StoredAlert> alerts = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Is told what the book learns. Calls come from the threads that write it. */
    public interface Listener {

        /** An alert is new or has changed in more than its end. */
        void changed(StoredAlert alert);

        /** An alert is not kept any more. */
        void forgotten(StoredAlert alert);
    }

    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    public @Nullable StoredAlert get(Fingerprint fingerprint) {
        return alerts.get(fingerprint);
    }

    /** All that are kept, resolved ones too. */
    public Collection<StoredAlert> all() {
        return Collections.unmodifiableCollection(alerts.values());
    }

    public int size() {
        return alerts.size();
    }

    /** Takes over a row. */
    public void apply(StoredAlert found) {
        boolean[] news = {false};
        alerts.compute(found.alert().fingerprint(), (fingerprint, known) -> {
            if (known != null && known.version() >= found.version()) {
                return known;
            }
            news[0] = true;
            return found;
        });
        if (news[0]) {
            listeners.forEach(listener -> listener.changed(found));
        }
    }

    /** Takes over the extension of an end. */
    void extend(Fingerprint fingerprint, long version, OffsetDateTime end, Instant news) {
        alerts.computeIfPresent(
                fingerprint,
                (key, known) -> known.version() == version
                        ? known.withAlert(known.alert().extendedTo(end, news))
                        : known);
    }

    /** Drops an alert, unless it has changed since. */
    void forget(StoredAlert alert) {
        boolean[] gone = {false};
        alerts.computeIfPresent(alert.alert().fingerprint(), (fingerprint, known) -> {
            gone[0] = known.version() == alert.version();
            return gone[0] ? null : known;
        });
        if (gone[0]) {
            listeners.forEach(listener -> listener.forgotten(alert));
        }
    }
}

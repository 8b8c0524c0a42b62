package io.modelwatch.alertrouter.alert;

import io.modelwatch.alertrouter.inhibit.InhibitRule;
import io.modelwatch.alertrouter.inhibit.Inhibitor;
import io.modelwatch.alertrouter.label.Fingerprint;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.silence.SilenceBook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells what keeps an alert from being notified: silences, and other alerts that inhibit it. */
public final class Suppression {

    private final AlertBook book;
    private final SilenceBook silences;
    private volatile Inhibitor inhibitor = new Inhibitor(List.of());

    public Suppression(AlertBook book, SilenceBook silences) {
        this.book = book;
        this.silences = silences;
        book.addListener(new AlertBook.Listener() {
            @Override
            public void changed(StoredAlert alert) {
                inhibitor.add(alert.alert().labels());
            }

            @Override
            public void forgotten(StoredAlert alert) {
                inhibitor.remove(alert.alert().labels());
            }
        });
    }

    /** From now on these rules hold. */
    public void use(List<InhibitRule> rules) {
        Inhibitor fresh = new Inhibitor(rules);
        inhibitor = fresh;
        book.all().forEach(alert -> fresh.add(alert.alert().labels()));
    }

    /** The silences that mute these labels. */
    public List<String> silencing(LabelSet labels, Instant now) {
        return silences.silencing(labels, now);
    }

    /** The firing alert that inhibits one with these labels. */
    public Optional<Fingerprint> inhibiting(LabelSet labels, Instant now) {
        return inhibitor.mutedBy(labels, fingerprint -> {
            StoredAlert source = book.get(fingerprint);
            return source != null && !source.alert().resolvedAt(now);
        });
    }

    /** How many alerts that are not resolved are active, and how many suppressed. */
    public Map<String, Integer> countByState(Instant now) {
        int active = 0;
        int suppressed = 0;
        for (StoredAlert stored : book.all()) {
            if (stored.alert().resolvedAt(now)) {
                continue;
            }
            if (status(stored.alert(), now).suppressed()) {
                suppressed++;
            } else {
                active++;
            }
        }
        return Map.of("active", active, "suppressed", suppressed, "unprocessed", 0);
    }

    /** Both together. */
    public AlertStatus status(Alert alert, Instant now) {
        return new AlertStatus(
                silencing(alert.labels(), now),
                inhibiting(alert.labels(), now).map(Fingerprint::toString).stream()
                        .toList());
    }
}

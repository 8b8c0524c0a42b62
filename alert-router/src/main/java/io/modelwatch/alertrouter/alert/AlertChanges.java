package io.modelwatch.alertrouter.alert;

import io.modelwatch.alertrouter.label.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What keeping some news takes, alert by alert, in the order of fingerprints. */
final class AlertChanges {

    final List<Alert> inserts = new ArrayList<>();
    final List<Change> updates = new ArrayList<>();
    final List<Change> extensions = new ArrayList<>();
    final List<Fingerprint> unchanged = new ArrayList<>();

    /** An alert as it shall be, and as it was. */
    record Change(Alert alert, StoredAlert known) {}

    /** Merges the news into what is known. */
    static AlertChanges of(Map<Fingerprint, List<Alert>> news, AlertBook book) {
        AlertChanges changes = new AlertChanges();
        news.forEach((fingerprint, each) -> changes.add(book.get(fingerprint), each));
        return changes;
    }

    private void add(@Nullable StoredAlert known, List<Alert> news) {
        Alert merged = known == null ? news.getFirst() : known.alert();
        for (Alert each : known == null ? news.subList(1, news.size()) : news) {
            merged = each.after(merged);
        }
        if (known == null) {
            inserts.add(merged);
        } else if (merged.repeats(known.alert())) {
            unchanged.add(merged.fingerprint());
        } else if (merged.extendsOnly(known.alert()) && !known.alert().resolvedAt(merged.updatedAt())) {
            extensions.add(new Change(merged, known));
        } else {
            updates.add(new Change(merged, known));
        }
    }

    /** How many statements it takes. */
    int statements() {
        return (inserts.isEmpty() ? 0 : 1) + (updates.isEmpty() ? 0 : 1) + (extensions.isEmpty() ? 0 : 1);
    }
}

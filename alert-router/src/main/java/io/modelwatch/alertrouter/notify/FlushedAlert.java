package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.alert.Alert;
import io.modelwatch.alertrouter.label.CodePoints;
import io.modelwatch.alertrouter.label.Fingerprint;
import io.modelwatch.alertrouter.label.LabelSet;
import java.util.Comparator;

/**
 * An alert as a flush sees it: whether it fires is settled once, so that it cannot change half-way.
 *
 * @param firing false when it was resolved at the time of the flush
 */
public record FlushedAlert(Alert alert, boolean firing) {

    /** The order within notifications: by job, then instance, those without last, then by all labels. */
    public static final Comparator<LabelSet> LABEL_ORDER =
            byLabel("job").thenComparing(byLabel("instance")).thenComparing(Comparator.naturalOrder());

    /** The order within notifications. */
    public static final Comparator<FlushedAlert> ORDER =
            Comparator.comparing((FlushedAlert each) -> each.alert().labels(), LABEL_ORDER);

    private static Comparator<LabelSet> byLabel(String name) {
        return Comparator.comparing((LabelSet labels) -> !labels.has(name))
                .thenComparing(labels -> labels.get(name), CodePoints.ORDER);
    }

    Fingerprint fingerprint() {
        return alert.fingerprint();
    }
}

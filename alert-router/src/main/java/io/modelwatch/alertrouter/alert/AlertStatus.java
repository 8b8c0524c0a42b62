package io.modelwatch.alertrouter.alert;

import java.util.List;

/**
 * What keeps an alert from being notified now.
 *
 * @param silencedBy identities of silences
 * @param inhibitedBy fingerprints of alerts
 */
public record AlertStatus(List<String> silencedBy, List<String> inhibitedBy) {

    public AlertStatus {
        silencedBy = List.copyOf(silencedBy);
        inhibitedBy = List.copyOf(inhibitedBy);
    }

    public boolean suppressed() {
        return !silencedBy.isEmpty() || !inhibitedBy.isEmpty();
    }

    /** As the API spells it. */
    public String state() {
        return suppressed() ? "suppressed" : "active";
    }
}

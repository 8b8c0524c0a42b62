package io.modelwatch.alertrouter.alert;

import io.modelwatch.alertrouter.label.Matchers;
import java.time.Instant;

/**
 * Which alerts a client wants to see.
 *
 * @param active false leaves out those that nothing suppresses
 * @param silenced false leaves out silenced ones
 * @param inhibited false leaves out inhibited ones
 * @param matchers what an alert must match
 */
public record AlertFilter(boolean active, boolean silenced, boolean inhibited, Matchers matchers) {

    /** Whether the alert is one of them, as far as that does not depend on what suppresses it. */
    public boolean mayShow(Alert alert, Instant now) {
        return !alert.resolvedAt(now) && matchers.matches(alert.labels());
    }

    public boolean shows(AlertStatus status) {
        return (active || status.suppressed())
                && (silenced || status.silencedBy().isEmpty())
                && (inhibited || status.inhibitedBy().isEmpty());
    }
}

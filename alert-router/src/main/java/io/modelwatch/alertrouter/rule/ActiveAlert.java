package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.label.LabelSet;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A condition that holds: pending, or firing once it has held long enough.
 *
 * @param rule the alert's name
 * @param labels of the alert
 * @param activeAt since when the condition holds
 * @param firedAt since when it fires; null while it is pending
 * @param sentAt when the alert was passed on last; null when it never was
 * @param value of the last evaluation
 */
record ActiveAlert(
        String rule,
        LabelSet labels,
        Instant activeAt,
        @Nullable Instant firedAt,
        @Nullable Instant sentAt,
        double value) {

    ActiveAlert sent(Instant at) {
        return new ActiveAlert(rule, labels, activeAt, firedAt, at, value);
    }

    String state() {
        return firedAt == null ? "pending" : "firing";
    }
}

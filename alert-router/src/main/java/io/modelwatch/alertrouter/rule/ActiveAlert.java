package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.label.LabelSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A condition that holds: pending, or firing once it has held long enough.
 *
 * @param rule what identifies the rule within its group
 * @param labels of the alert
 * @param annotations as of the last evaluation
 * @param activeAt since when the condition holds
 * @param firedAt since when it fires; null while it is pending
 * @param sentAt when the alert was passed on last; null when it never was
 * @param keepFiringSince since when the condition does not hold, though the alert fires on; null while it holds
 * @param value of the last evaluation
 */
record ActiveAlert(
        String rule,
        LabelSet labels,
        Map<String, String> annotations,
        Instant activeAt,
        @Nullable Instant firedAt,
        @Nullable Instant sentAt,
        @Nullable Instant keepFiringSince,
        double value) {

    ActiveAlert {
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    ActiveAlert sent(Instant at) {
        return new ActiveAlert(rule, labels, annotations, activeAt, firedAt, at, keepFiringSince, value);
    }

    /** The same, kept firing though its condition does not hold since the given time. */
    ActiveAlert keptFiring(Instant since) {
        return new ActiveAlert(rule, labels, annotations, activeAt, firedAt, sentAt, since, value);
    }

    /** The same, pending since that much later. */
    ActiveAlert later(Duration by) {
        return new ActiveAlert(rule, labels, annotations, activeAt.plus(by), firedAt, sentAt, keepFiringSince, value);
    }

    String state() {
        return firedAt == null ? "pending" : "firing";
    }
}

package io.modelwatch.alertrouter.dispatch;

import io.modelwatch.alertrouter.acknowledge.AcknowledgementBook;
import io.modelwatch.alertrouter.alert.Alert;
import io.modelwatch.alertrouter.alert.Suppression;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.route.Route;
import java.time.Duration;
import java.time.Instant;

/** What mutes alerts of a route at a time, by this replica's books. */
record CurrentMutes(
        Suppression suppression, AcknowledgementBook acknowledgements, OnCall onCall, Route route, Instant now)
        implements FlushPlan.Mutes {

    @Override
    public boolean inhibited(LabelSet labels) {
        return suppression.inhibiting(labels, now).isPresent();
    }

    @Override
    public boolean silenced(LabelSet labels) {
        return !suppression.silencing(labels, now).isEmpty();
    }

    @Override
    public boolean acknowledged(Alert alert) {
        return acknowledgements
                .of(alert.fingerprint(), alert.startsAt().toInstant(), now)
                .isPresent();
    }

    /** An escalation is for alerts that are old enough and that nobody has taken on. */
    @Override
    public boolean withheld(Alert alert) {
        return OnCall.isEscalation(route)
                && (acknowledged(alert)
                        || alert.startsAt().toInstant().plus(route.groupWait()).isAfter(now));
    }

    @Override
    public Duration hold(LabelSet labels) {
        return onCall.hold(labels);
    }
}

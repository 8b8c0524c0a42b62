package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.alert.Alert;
import io.modelwatch.alertrouter.alert.AlertBook;
import io.modelwatch.alertrouter.alert.StoredAlert;
import io.modelwatch.alertrouter.label.LabelSet;
import java.time.Instant;
import java.util.Map;

/** Dead-man switches ask this replica's copy of the alerts. */
final class HeartbeatSource implements RuleSource<HeartbeatRule> {

    private final AlertBook alerts;
    private final String externalUrl;

    HeartbeatSource(AlertBook alerts, String externalUrl) {
        this.alerts = alerts;
        this.externalUrl = externalUrl;
    }

    /** One series without labels, of value 1, while the heartbeat is missing. */
    @Override
    public Map<LabelSet, Double> holding(HeartbeatRule rule, Instant at) {
        Instant earliest = at.minus(rule.within());
        boolean heard =
                alerts.all().stream().map(StoredAlert::alert).anyMatch(alert -> beats(alert, rule, earliest, at));
        return heard ? Map.of() : Map.of(LabelSet.EMPTY, 1.0);
    }

    private static boolean beats(Alert alert, HeartbeatRule rule, Instant earliest, Instant at) {
        return alert.updatedAt().isAfter(earliest)
                && !alert.resolvedAt(at)
                && rule.heartbeat().matches(alert.labels());
    }

    @Override
    public String link(HeartbeatRule rule) {
        return externalUrl + "/#/alerts";
    }
}

package io.modelwatch.alertrouter.notify;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.alertrouter.alert.Alert;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.time.Rfc3339;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The body of a webhook, version 4, with Alertmanager's keys. */
record WebhookPayload(
        String receiver,
        String status,
        List<AlertItem> alerts,
        Map<String, String> groupLabels,
        Map<String, String> commonLabels,
        Map<String, String> commonAnnotations,
        @JsonProperty("externalURL") String externalUrl,
        String version,
        String groupKey,
        int truncatedAlerts) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String VERSION = "4";

    /**
     * The body for some alerts, which are in the order of notifications.
     *
     * @param maxAlerts most alerts to name, 0 for no bound; the rest is only counted
     */
    static WebhookPayload of(
            String receiver,
            String groupKey,
            LabelSet groupLabels,
            List<FlushedAlert> alerts,
            String externalUrl,
            int maxAlerts) {
        List<FlushedAlert> named = maxAlerts > 0 && alerts.size() > maxAlerts ? alerts.subList(0, maxAlerts) : alerts;
        return new WebhookPayload(
                receiver,
                status(named.stream().anyMatch(FlushedAlert::firing)),
                named.stream().map(AlertItem::of).toList(),
                groupLabels.asMap(),
                common(named, alert -> alert.labels().asMap()),
                common(named, Alert::annotations),
                externalUrl,
                VERSION,
                groupKey,
                alerts.size() - named.size());
    }

    byte[] json() {
        try {
            return MAPPER.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String status(boolean firing) {
        return firing ? "firing" : "resolved";
    }

    static Map<String, String> common(List<FlushedAlert> alerts, Function<Alert, Map<String, String>> pairs) {
        Map<String, String> common = new TreeMap<>(pairs.apply(alerts.getFirst().alert()));
        for (FlushedAlert each : alerts) {
            common.entrySet().retainAll(pairs.apply(each.alert()).entrySet());
        }
        return common;
    }

    /** One alert of the body. */
    record AlertItem(
            String status,
            Map<String, String> labels,
            Map<String, String> annotations,
            String startsAt,
            String endsAt,
            @JsonProperty("generatorURL") String generatorUrl,
            String fingerprint) {

        static AlertItem of(FlushedAlert flushed) {
            Alert alert = flushed.alert();
            return new AlertItem(
                    WebhookPayload.status(flushed.firing()),
                    alert.labels().asMap(),
                    alert.annotations(),
                    Rfc3339.nanos(alert.startsAt()),
                    flushed.firing() ? Rfc3339.ZERO : Rfc3339.nanos(alert.endsAt()),
                    alert.generatorUrl(),
                    alert.fingerprint().toString());
        }
    }
}

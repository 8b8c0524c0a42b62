package io.modelwatch.alertrouter.receiver.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.template.NotificationData;
import io.modelwatch.alertrouter.time.Rfc3339;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The body of a webhook with Alertmanager's keys.
 *
 * @param truncatedAlerts how many alerts are not named
 */
public record WebhookBody(
        String receiver,
        String status,
        List<Item> alerts,
        Map<String, String> groupLabels,
        Map<String, String> commonLabels,
        Map<String, String> commonAnnotations,
        @JsonProperty("externalURL") String externalUrl,
        String version,
        String groupKey,
        int truncatedAlerts) {

    public static final String VERSION = "4";

    /**
     * The body of a message.
     *
     * @param maxAlerts most alerts to name, 0 for no bound; the rest is only counted
     */
    public static WebhookBody of(Message message, String version, int maxAlerts) {
        int all = message.data().alerts().size();
        NotificationData data =
                maxAlerts > 0 && all > maxAlerts ? message.data().onlyFirst(maxAlerts) : message.data();
        return new WebhookBody(
                data.receiver(),
                status(data.firing()),
                data.alerts().stream().map(Item::of).toList(),
                new TreeMap<>(data.groupLabels()),
                new TreeMap<>(data.commonLabels()),
                new TreeMap<>(data.commonAnnotations()),
                data.externalUrl(),
                version,
                message.groupKey(),
                all - data.alerts().size());
    }

    public String json() {
        return Request.json(this);
    }

    private static String status(boolean firing) {
        return firing ? "firing" : "resolved";
    }

    /** One alert of the body. */
    public record Item(
            String status,
            Map<String, String> labels,
            Map<String, String> annotations,
            String startsAt,
            String endsAt,
            @JsonProperty("generatorURL") String generatorUrl,
            String fingerprint) {

        static Item of(NotificationData.Alert alert) {
            return new Item(
                    WebhookBody.status(alert.firing()),
                    new TreeMap<>(alert.labels()),
                    new TreeMap<>(alert.annotations()),
                    Rfc3339.nanos(alert.startsAt()),
                    alert.endsAt().map(Rfc3339::nanos).orElse(Rfc3339.ZERO),
                    alert.generatorUrl(),
                    alert.fingerprint());
        }
    }
}

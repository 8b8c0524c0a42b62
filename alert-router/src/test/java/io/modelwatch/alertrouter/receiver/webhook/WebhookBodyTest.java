package io.modelwatch.alertrouter.receiver.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.template.NotificationData;
import java.io.IOException;
import java.io.InputStream;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebhookBodyTest {

    private static final LabelSet GROUP = LabelSet.of("alertname", "LLMHighLatency");

    private static NotificationData.Alert alert(String model, boolean firing) {
        LabelSet labels = LabelSet.of("alertname", "LLMHighLatency", "model", model, "severity", "warning");
        return new NotificationData.Alert(
                firing,
                labels.asMap(),
                Map.of("summary", "延迟 <high>", "model", model),
                OffsetDateTime.parse("2026-11-24T10:00:00.123456789+08:00"),
                firing ? Optional.empty() : Optional.of(OffsetDateTime.parse("2026-11-24T02:30:00Z")),
                "http://prometheus/graph?a=1&b=2",
                labels.fingerprint().toString());
    }

    private static Message message(NotificationData.Alert... alerts) {
        List<NotificationData.Alert> all = List.of(alerts);
        return new Message(
                "{}:" + GROUP,
                new NotificationData(
                        "team",
                        all,
                        GROUP.asMap(),
                        NotificationData.common(all, NotificationData.Alert::labels),
                        NotificationData.common(all, NotificationData.Alert::annotations),
                        "http://router:9093",
                        "first notification"));
    }

    @Test
    void bodyHasAlertmanagersKeysAndValues() throws IOException {
        WebhookBody body =
                WebhookBody.of(message(alert("gpt-4o", true), alert("claude", false)), WebhookBody.VERSION, 0);

        assertEquals(example(), new ObjectMapper().readTree(body.json()));
    }

    /** The example that receivers are given. */
    private static JsonNode example() throws IOException {
        try (InputStream in = WebhookBodyTest.class.getResourceAsStream("/contract/webhook/notification.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    @Test
    void surplusAlertsAreOnlyCounted() {
        WebhookBody body =
                WebhookBody.of(message(alert("a", false), alert("b", true), alert("c", true)), WebhookBody.VERSION, 1);

        assertEquals(1, body.alerts().size());
        assertEquals(2, body.truncatedAlerts());
        assertEquals("a", body.commonLabels().get("model"));
    }
}

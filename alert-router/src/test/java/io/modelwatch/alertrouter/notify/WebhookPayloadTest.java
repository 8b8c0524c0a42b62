package io.modelwatch.alertrouter.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.alertrouter.alert.Alert;
import io.modelwatch.alertrouter.label.LabelSet;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookPayloadTest {

    private static final LabelSet GROUP = LabelSet.of("alertname", "LLMHighLatency");

    private static FlushedAlert alert(String model, boolean firing) {
        return new FlushedAlert(
                new Alert(
                        LabelSet.of("alertname", "LLMHighLatency", "model", model, "severity", "warning"),
                        Map.of("summary", "延迟 <high>", "model", model),
                        OffsetDateTime.parse("2026-11-24T10:00:00.123456789+08:00"),
                        OffsetDateTime.parse("2026-11-24T02:30:00Z"),
                        false,
                        "http://prometheus/graph?a=1&b=2",
                        Instant.EPOCH),
                firing);
    }

    @Test
    void bodyHasAlertmanagersKeysAndValues() throws IOException {
        WebhookPayload payload = WebhookPayload.of(
                "team",
                "{}:" + GROUP,
                GROUP,
                List.of(alert("gpt-4o", true), alert("claude", false)),
                "http://router:9093",
                0);

        assertEquals(example(), new ObjectMapper().readTree(payload.json()));
    }

    /** The example that receivers are given. */
    private static JsonNode example() throws IOException {
        try (InputStream in = WebhookPayloadTest.class.getResourceAsStream("/contract/webhook/notification.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    @Test
    void surplusAlertsAreOnlyCounted() {
        WebhookPayload payload = WebhookPayload.of(
                "team",
                "key",
                GROUP,
                List.of(alert("a", false), alert("b", true), alert("c", true)),
                "http://router:9093",
                1);

        assertEquals(1, payload.alerts().size());
        assertEquals(2, payload.truncatedAlerts());
        assertEquals("a", payload.commonLabels().get("model"));
    }
}

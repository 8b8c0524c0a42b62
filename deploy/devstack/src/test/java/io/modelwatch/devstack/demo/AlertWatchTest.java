package io.modelwatch.devstack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.devstack.demo.Figures.Alert;
import io.modelwatch.devstack.demo.Figures.Group;
import io.modelwatch.devstack.demo.WebhookSink.Notification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AlertWatchTest {

    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private final AlertWatch watch = new AlertWatch(START);

    @Test
    void takesTheTimesFromTheNotifications() {
        watch.groups(groups("[" + alert("A", 10, "active") + "]"));
        watch.groups(groups("[]"));

        List<Alert> alerts = watch.alerts(List.of(
                notification(12, alert("A", 10, "firing")),
                notification(20, alert("A", 10, "firing")),
                notification(40, alert("A", 10, "resolved"))));

        assertEquals(List.of(alert("A", 10, 12, 40, false, false)), alerts);
        assertEquals(List.of(new Group("demo", Map.of("team", "a"), 1)), watch.groups());
    }

    @Test
    void knowsWhatIsStillFiringAndWhatWasSuppressed() {
        watch.groups(groups("[" + alert("A", 10, "active") + "," + alert("B", 11, "suppressed") + "]"));
        watch.groups(groups("[" + alert("A", 10, "active") + "]"));

        assertEquals(
                List.of(alert("A", 10, 12, -1, false, true), alert("B", 11, -1, -1, true, false)),
                watch.alerts(List.of(notification(12, alert("A", 10, "firing")))));
        assertEquals(2, watch.fired());
    }

    @Test
    void leavesOutWhatFiredBeforeTheRun() {
        watch.groups(groups("[" + alert("A", -5, "active") + "]"));

        assertEquals(List.of(), watch.alerts(List.of(notification(1, alert("A", -5, "resolved")))));
        assertEquals(List.of(), watch.groups());
    }

    @Test
    void anAlertThatFiresAgainIsNotResolved() {
        assertEquals(
                List.of(alert("A", 10, 12, -1, false, false)),
                watch.alerts(List.of(
                        notification(12, alert("A", 10, "firing")),
                        notification(20, alert("A", 10, "resolved")),
                        notification(30, alert("A", 28, "firing")))));
    }

    private static JsonNode groups(String alerts) {
        return Json.strict(
                "[{\"labels\":{\"team\":\"a\"},\"receiver\":{\"name\":\"demo\"},\"alerts\":" + alerts + "}]");
    }

    private static Notification notification(int second, String alert) {
        return new Notification(START.plusSeconds(second), "/", Json.strict("{\"alerts\":[" + alert + "]}"));
    }

    /** Both as in the groups and as in a notification: there the state is an object, here a word. */
    private static String alert(String name, int second, String state) {
        String status = state.equals("active") || state.equals("suppressed")
                ? "{\"state\":\"" + state + "\"}"
                : "\"" + state + "\"";
        return "{\"labels\":{\"alertname\":\"" + name + "\",\"model\":\"m\"},\"startsAt\":\""
                + START.plusSeconds(second) + "\",\"status\":" + status + "}";
    }

    private static Alert alert(
            String name, int fired, int delivered, int resolved, boolean suppressed, boolean active) {
        return new Alert(
                name,
                new TreeMap<>(Map.of("model", "m")),
                START.plusSeconds(fired),
                delivered < 0 ? null : START.plusSeconds(delivered),
                resolved < 0 ? null : START.plusSeconds(resolved),
                suppressed,
                active);
    }
}

package io.modelwatch.devstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.devstack.demo.Figures.Alert;
import io.modelwatch.devstack.demo.Figures.Group;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what alert-router showed of its groups while the run went on and what arrived at the webhook sink.
 * Alerts that began to fire before the run are left out. Not thread-safe.
 */
final class AlertWatch {

    private static final String ALERT_NAME = "alertname";

    private final Instant since;
    private final Map<SortedMap<String, String>, Instant> seen = new HashMap<>();
    private final Map<GroupKey, Integer> groups = new LinkedHashMap<>();
    private final Set<SortedMap<String, String>> suppressed = new HashSet<>();
    private final Set<SortedMap<String, String>> active = new HashSet<>();

    private record GroupKey(String receiver, SortedMap<String, String> labels) {}

    AlertWatch(Instant since) {
        this.since = since;
    }

    /** Remembers an answer of {@code GET /api/v2/alerts/groups}. */
    void groups(JsonNode answer) {
        active.clear();
        for (JsonNode group : answer) {
            int fresh = 0;
            for (JsonNode alert : group.path("alerts")) {
                if (!remember(alert)) {
                    continue;
                }
                fresh++;
                active.add(labels(alert.path("labels")));
                if (alert.path("status").path("state").asText().equals("suppressed")) {
                    suppressed.add(labels(alert.path("labels")));
                }
            }
            if (fresh > 0) {
                GroupKey key = new GroupKey(group.path("receiver").path("name").asText(), labels(group.path("labels")));
                groups.merge(key, fresh, Math::max);
            }
        }
    }

    /** How many alerts have fired since the run began. */
    int fired() {
        return seen.size();
    }

    List<Group> groups() {
        return groups.entrySet().stream()
                .map(group ->
                        new Group(group.getKey().receiver(), group.getKey().labels(), group.getValue()))
                .toList();
    }

    /** The alerts with the times at which the sink heard of them, in the order of firing. */
    List<Alert> alerts(List<WebhookSink.Notification> notifications) {
        Map<SortedMap<String, String>, Instant> firing = new HashMap<>();
        Map<SortedMap<String, String>, Instant> resolved = new HashMap<>();
        for (WebhookSink.Notification notification : notifications) {
            for (JsonNode alert : notification.alerts()) {
                if (!remember(alert)) {
                    continue;
                }
                SortedMap<String, String> labels = labels(alert.path("labels"));
                if (alert.path("status").asText().equals("resolved")) {
                    resolved.put(labels, notification.arrived());
                } else {
                    firing.putIfAbsent(labels, notification.arrived());
                    // It fires again: what was resolved before is over.
                    resolved.remove(labels);
                }
            }
        }
        List<Alert> alerts = new ArrayList<>();
        seen.forEach((labels, fired) -> {
            SortedMap<String, String> others = new TreeMap<>(labels);
            String name = others.remove(ALERT_NAME);
            alerts.add(new Alert(
                    name == null ? "" : name,
                    others,
                    fired,
                    firing.get(labels),
                    resolved.get(labels),
                    suppressed.contains(labels),
                    active.contains(labels)));
        });
        alerts.sort(Comparator.comparing(Alert::fired)
                .thenComparing(Alert::name)
                .thenComparing(alert -> alert.labels().toString()));
        return alerts;
    }

    /** Notes when an alert of this run fired first; false when it is older than the run. */
    private boolean remember(JsonNode alert) {
        Instant fired = time(alert.path("startsAt"));
        if (fired == null || fired.isBefore(since)) {
            return false;
        }
        seen.merge(labels(alert.path("labels")), fired, (a, b) -> a.isBefore(b) ? a : b);
        return true;
    }

    private static @Nullable Instant time(JsonNode node) {
        try {
            return OffsetDateTime.parse(node.asText()).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static SortedMap<String, String> labels(JsonNode node) {
        SortedMap<String, String> labels = new TreeMap<>();
        node.forEachEntry((name, value) -> labels.put(name, value.asText()));
        return labels;
    }
}

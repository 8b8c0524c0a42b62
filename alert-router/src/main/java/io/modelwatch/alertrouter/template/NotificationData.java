package io.modelwatch.alertrouter.template;

import java.time.OffsetDateTime;
import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a notification's templates see.
 *
 * @param receiver its name
 * @param alerts in the order of notifications
 * @param groupLabels by which the alerts are one group
 * @param commonLabels that all alerts have
 * @param commonAnnotations that all alerts have
 * @param externalUrl where this service is
 * @param reason why the notification goes out
 */
public record NotificationData(
        String receiver,
        List<Alert> alerts,
        Map<String, String> groupLabels,
        Map<String, String> commonLabels,
        Map<String, String> commonAnnotations,
        String externalUrl,
        String reason) {

    private static final String FIRING = "firing";

    public NotificationData {
        alerts = List.copyOf(alerts);
        groupLabels = Map.copyOf(groupLabels);
        commonLabels = Map.copyOf(commonLabels);
        commonAnnotations = Map.copyOf(commonAnnotations);
    }

    /**
     * One alert.
     *
     * @param endsAt when it ended; empty while it fires
     */
    public record Alert(
            boolean firing,
            Map<String, String> labels,
            Map<String, String> annotations,
            OffsetDateTime startsAt,
            Optional<OffsetDateTime> endsAt,
            String generatorUrl,
            String fingerprint) {

        public Alert {
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
        }

        private Struct struct() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("Status", firing ? FIRING : "resolved");
            fields.put("Labels", new KeyValues(labels));
            fields.put("Annotations", new KeyValues(annotations));
            fields.put("StartsAt", GoTime.of(startsAt));
            fields.put("EndsAt", endsAt.map(GoTime::of).orElse(GoTime.ZERO));
            fields.put("GeneratorURL", generatorUrl);
            fields.put("Fingerprint", fingerprint);
            return new Struct("template.Alert", fields);
        }
    }

    /** Firing when any alert is. */
    public boolean firing() {
        return alerts.stream().anyMatch(Alert::firing);
    }

    /** The same with only the first alerts. */
    public NotificationData first(int count) {
        return new NotificationData(
                receiver,
                alerts.subList(0, Math.min(count, alerts.size())),
                groupLabels,
                commonLabels,
                commonAnnotations,
                externalUrl,
                reason);
    }

    /** The same after all alerts have ended, those that had not yet at the given times. */
    public NotificationData ended(List<OffsetDateTime> ends) {
        List<Alert> ended = new java.util.ArrayList<>();
        for (int i = 0; i < alerts.size(); i++) {
            Alert each = alerts.get(i);
            ended.add(new Alert(
                    false,
                    each.labels(),
                    each.annotations(),
                    each.startsAt(),
                    Optional.of(each.endsAt().orElse(ends.get(i))),
                    each.generatorUrl(),
                    each.fingerprint()));
        }
        return new NotificationData(receiver, ended, groupLabels, commonLabels, commonAnnotations, externalUrl, reason);
    }

    /** As if only the first alerts were there: what is common is common to them. */
    public NotificationData onlyFirst(int count) {
        List<Alert> first = alerts.subList(0, Math.min(count, alerts.size()));
        return new NotificationData(
                receiver,
                first,
                groupLabels,
                common(first, Alert::labels),
                common(first, Alert::annotations),
                externalUrl,
                reason);
    }

    /** What all alerts have. */
    public static Map<String, String> common(
            List<Alert> alerts, java.util.function.Function<Alert, Map<String, String>> pairs) {
        if (alerts.isEmpty()) {
            return Map.of();
        }
        Map<String, String> common = new LinkedHashMap<>(pairs.apply(alerts.getFirst()));
        alerts.forEach(each -> common.entrySet().retainAll(pairs.apply(each).entrySet()));
        return common;
    }

    Struct struct() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Receiver", regexQuoted(receiver));
        fields.put("Status", firing() ? FIRING : "resolved");
        fields.put("Alerts", new Alerts(alerts.stream().map(Alert::struct).toList(), Alerts.TYPE));
        fields.put("GroupLabels", new KeyValues(groupLabels));
        fields.put("CommonLabels", new KeyValues(commonLabels));
        fields.put("CommonAnnotations", new KeyValues(commonAnnotations));
        fields.put("ExternalURL", externalUrl);
        fields.put("RouteLabels", new KeyValues(Map.of()));
        fields.put("NotificationReason", reason);
        return new Struct("template.Data", fields);
    }

    /** Templates build filters with the receiver's name, so its special characters are quoted. */
    private static String regexQuoted(String text) {
        StringBuilder quoted = new StringBuilder();
        text.chars().forEach(c -> {
            if ("\\.+*?()|[]{}^$".indexOf(c) >= 0) {
                quoted.append('\\');
            }
            quoted.append((char) c);
        });
        return quoted.toString();
    }

    /** The alerts; templates ask for those that fire and those that do not. */
    private static final class Alerts extends AbstractList<Object> implements HasMethods {

        private static final String TYPE = "template.Alerts";

        private final List<Struct> alerts;
        private final String typeName;

        private Alerts(List<Struct> alerts, String typeName) {
            this.alerts = List.copyOf(alerts);
            this.typeName = typeName;
        }

        @Override
        public Object get(int index) {
            return alerts.get(index);
        }

        @Override
        public int size() {
            return alerts.size();
        }

        @Override
        public String typeName() {
            return typeName;
        }

        @Override
        public Optional<Function> method(String name) {
            return switch (TYPE.equals(typeName) ? name : "") {
                case "Firing" -> Optional.of(Function.get(() -> only(true)));
                case "Resolved" -> Optional.of(Function.get(() -> only(false)));
                default -> Optional.empty();
            };
        }

        private Alerts only(boolean firing) {
            return new Alerts(
                    alerts.stream()
                            .filter(each -> FIRING.equals(each.fields().get("Status")) == firing)
                            .toList(),
                    "[]template.Alert");
        }
    }
}

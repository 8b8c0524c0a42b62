package io.modelwatch.collector.push;

import io.modelwatch.collector.push.PushedFamily.PushedSample;
import io.modelwatch.collector.push.PushedGroups.Group;
import io.modelwatch.collector.textformat.FamilyType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes what was pushed as Prometheus text 0.0.4, with the names and labels it was pushed with. */
final class PushedText {

    private static final double MILLIS = 1000;
    private static final double LARGEST_WHOLE = 1e15;

    private PushedText() {}

    /** All families by name; a family in several groups stands once. */
    static String of(List<Group> groups) {
        SortedMap<String, List<PushedFamily>> families = new TreeMap<>();
        for (Group group : groups) {
            group.families()
                    .values()
                    .forEach(family -> families.computeIfAbsent(family.name(), name -> new ArrayList<>())
                            .add(family));
            add(
                    families,
                    group,
                    "push_time_seconds",
                    "Last Unix time when changing this group succeeded.",
                    group.pushed());
            add(
                    families,
                    group,
                    "push_failure_time_seconds",
                    "Last Unix time when changing this group failed.",
                    group.failed());
        }
        StringBuilder text = new StringBuilder();
        families.values().forEach(parts -> write(text, parts));
        return text.toString();
    }

    private static void add(
            Map<String, List<PushedFamily>> families, Group group, String name, String help, @Nullable Instant at) {
        SortedMap<String, String> labels = new TreeMap<>(group.key().labels());
        labels.putIfAbsent("instance", "");
        double seconds = at == null ? 0 : at.toEpochMilli() / MILLIS;
        families.computeIfAbsent(name, any -> new ArrayList<>())
                .add(new PushedFamily(name, FamilyType.GAUGE, help, List.of(new PushedSample(name, labels, seconds))));
    }

    private static void write(StringBuilder text, List<PushedFamily> parts) {
        PushedFamily first = parts.getFirst();
        String help = parts.stream()
                .map(PushedFamily::help)
                .filter(said -> !said.isEmpty())
                .findFirst()
                .orElse("");
        if (!help.isEmpty()) {
            text.append("# HELP ").append(first.name()).append(' ').append(help).append('\n');
        }
        text.append("# TYPE ")
                .append(first.name())
                .append(' ')
                .append(
                        first.type() == FamilyType.UNKNOWN
                                ? "untyped"
                                : first.type().name().toLowerCase(Locale.ROOT))
                .append('\n');
        for (PushedFamily part : parts) {
            part.samples().forEach(sample -> write(text, sample));
        }
    }

    private static void write(StringBuilder text, PushedSample sample) {
        text.append(sample.name()).append('{');
        String separator = "";
        for (Map.Entry<String, String> label : sample.labels().entrySet()) {
            text.append(separator).append(label.getKey()).append("=\"");
            escape(text, label.getValue());
            text.append('"');
            separator = ",";
        }
        text.append("} ").append(number(sample.value())).append('\n');
    }

    private static void escape(StringBuilder text, String value) {
        for (int i = 0; i < value.length(); i++) {
            switch (value.charAt(i)) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                default -> text.append(value.charAt(i));
            }
        }
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < LARGEST_WHOLE
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}

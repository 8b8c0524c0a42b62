package io.modelwatch.collector.sample;

import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a checked sample out of JSON fields. */
final class SampleParser {

    /**
     * What a sample may hold.
     *
     * @param past how old it may be: as old as windows reach back
     * @param future how far its time may lie ahead; within that it counts as now
     */
    record Bounds(int labels, int labelChars, Duration past, Duration future) {}

    private static final double LARGEST = 1e15;
    private static final int NAME_CHARS = 256;
    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private final Bounds bounds;

    SampleParser(Bounds bounds) {
        this.bounds = bounds;
    }

    /**
     * Reads all fields, whatever is wrong with some.
     *
     * @throws ProblemException 400 naming every field that is wrong
     */
    Sample parse(Fields fields, Catalogue catalogue, Instant now) {
        MetricDefinition metric = metric(fields, catalogue);
        double least = metric != null && metric.type() == MetricType.COUNTER ? 0 : -LARGEST;
        Double value = fields.number("value", least, LARGEST);
        if (fields.node("value") == null) {
            fields.reject("value", "is required");
        }
        Instant at = time(fields, now);
        Map<String, String> labels = fields.labels("labels", bounds.labels(), bounds.labelChars());
        for (String name : labels.keySet()) {
            if (!LABEL_NAME.matcher(name).matches()) {
                fields.reject("labels", "must have names of letters, digits and _, not '" + name + "'");
            }
        }
        fields.check();
        if (metric == null || value == null) {
            throw new IllegalStateException("what is missing has been noted");
        }
        return new Sample(metric, value, at.isAfter(now) ? now : at, Labels.of(labels));
    }

    private static @Nullable MetricDefinition metric(Fields fields, Catalogue catalogue) {
        String name = fields.requiredText("name", NAME_CHARS);
        MetricDefinition metric = catalogue.find(name).orElse(null);
        if (metric == null && !name.isEmpty()) {
            fields.reject("name", "must be in the catalogue (GET /api/v1/metrics), was '" + name + "'");
        }
        return metric;
    }

    private Instant time(Fields fields, Instant now) {
        Instant at = fields.instant("timestamp");
        if (at == null) {
            return now;
        }
        if (at.isAfter(now.plus(bounds.future()))) {
            fields.reject(
                    "timestamp",
                    "must lie at most " + bounds.future().toSeconds() + " s ahead of " + now + ", was " + at);
        } else if (at.isBefore(now.minus(bounds.past()))) {
            fields.reject(
                    "timestamp", "must lie at most " + bounds.past().toHours() + " h before " + now + ", was " + at);
        }
        return at;
    }
}

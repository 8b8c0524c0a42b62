package io.modelwatch.collector.push;

import io.modelwatch.collector.push.PushedFamily.PushedSample;
import io.modelwatch.collector.textformat.ExpositionHandler;
import io.modelwatch.collector.textformat.FamilyType;
import io.modelwatch.collector.textformat.MalformedExpositionException;
import io.modelwatch.collector.textformat.SampleView;
import io.modelwatch.collector.textformat.TextFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the body of a push: Prometheus text 0.0.4, with the rules that the Pushgateway has besides. */
final class PushBody implements ExpositionHandler {

    private static final String INSTANCE = "instance";
    private static final Set<String> RESERVED = Set.of("push_time_seconds", "push_failure_time_seconds");
    private static final String[] PARTS = {"_bucket", "_sum", "_count"};

    private record Series(String name, SortedMap<String, String> labels) {}

    private final GroupingKey key;
    private final Map<String, FamilyType> types = new HashMap<>();
    private final Map<String, String> helps = new HashMap<>();
    private final List<PushedSample> samples = new ArrayList<>();
    private boolean timestamps;

    private PushBody(GroupingKey key) {
        this.key = key;
    }

    /**
     * The families of a body, by name.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static Map<String, PushedFamily> read(byte[] body, GroupingKey key, int mostSamples) {
        if (body.length > 0 && body[body.length - 1] != '\n') {
            throw new IllegalArgumentException("text format parsing error: the last line has no line feed");
        }
        PushBody reading = new PushBody(key);
        try {
            TextFormat.PROMETHEUS.read(body, mostSamples, reading);
        } catch (MalformedExpositionException e) {
            throw new IllegalArgumentException("text format parsing error in " + e.getMessage(), e);
        }
        return reading.families();
    }

    @Override
    public void type(String family, FamilyType type) {
        types.put(family, type);
    }

    @Override
    public void help(String family, String text) {
        helps.put(family, text);
    }

    @Override
    public void sample(SampleView sample) {
        timestamps |= !Double.isNaN(sample.timestamp());
        SortedMap<String, String> labels = new TreeMap<>(sample.labels());
        labels.putAll(key.labels());
        labels.putIfAbsent(INSTANCE, "");
        samples.add(new PushedSample(sample.name(), labels, sample.value()));
    }

    private Map<String, PushedFamily> families() {
        if (timestamps) {
            throw new IllegalArgumentException("pushed metrics must not have timestamps");
        }
        Map<String, List<PushedSample>> byFamily = new LinkedHashMap<>();
        Set<Series> seen = new HashSet<>();
        for (PushedSample sample : samples) {
            if (!seen.add(new Series(sample.name(), sample.labels()))) {
                throw new IllegalArgumentException("pushed metrics are invalid: " + sample.name()
                        + " stands twice with the same labels once those of the group are set");
            }
            byFamily.computeIfAbsent(familyOf(sample.name()), name -> new ArrayList<>())
                    .add(sample);
        }
        Map<String, PushedFamily> families = new LinkedHashMap<>();
        byFamily.forEach((name, list) -> {
            if (RESERVED.contains(name)) {
                throw new IllegalArgumentException(name + " is written by the gateway itself");
            }
            families.put(
                    name,
                    new PushedFamily(
                            name, types.getOrDefault(name, FamilyType.UNKNOWN), helps.getOrDefault(name, ""), list));
        });
        return families;
    }

    /** Samples of a histogram or summary have a suffix; others are named as their family. */
    private String familyOf(String sample) {
        for (String part : PARTS) {
            if (sample.endsWith(part)) {
                String family = sample.substring(0, sample.length() - part.length());
                FamilyType type = types.get(family);
                if (type == FamilyType.HISTOGRAM || (type == FamilyType.SUMMARY && !part.equals(PARTS[0]))) {
                    return family;
                }
            }
        }
        return sample;
    }
}

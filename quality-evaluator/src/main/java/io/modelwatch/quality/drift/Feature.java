package io.modelwatch.quality.drift;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** What is watched for drift, taken from every exchange that has it. */
public enum Feature {
    RESPONSE_LENGTH(false),
    PROMPT_LENGTH(false),
    RELEVANCE(false),
    REPETITION(false),
    UNCERTAINTY(false),
    REFUSAL(true),
    LANGUAGE(true),
    LATENCY_MS(false),
    OUTPUT_TOKENS(false);

    private final boolean categorical;

    Feature(boolean categorical) {
        this.categorical = categorical;
    }

    /** The name in answers, metrics and the store. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isCategorical() {
        return categorical;
    }

    /** Collects the features of many exchanges. */
    public static Distribution collect(Stream<Map<String, Object>> exchanges) {
        Map<Feature, List<Object>> values = new LinkedHashMap<>();
        for (Feature feature : values()) {
            values.put(feature, new ArrayList<>());
        }
        exchanges.forEach(exchange -> values.forEach((feature, seen) -> {
            Object value = exchange.get(feature.tag());
            if (feature.categorical ? value instanceof String : value instanceof Number) {
                seen.add(value);
            }
        }));
        SequencedMap<String, Sample> samples = new LinkedHashMap<>();
        values.forEach((feature, seen) -> {
            if (!seen.isEmpty()) {
                samples.put(feature.tag(), feature.sample(seen));
            }
        });
        return new Distribution(samples);
    }

    private Sample sample(List<Object> values) {
        return categorical
                ? Sample.Categories.of(values.stream().map(String.class::cast).toList())
                : Sample.Numbers.of(values.stream()
                        .mapToDouble(value -> ((Number) value).doubleValue())
                        .toArray());
    }
}

package io.modelwatch.quality.baseline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.quality.drift.Distribution;
import io.modelwatch.quality.drift.Sample;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** How a distribution is stored: by feature, either its numbers or the counts of its categories. */
final class DistributionJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Stored>> TYPE = new TypeReference<>() {};

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @SuppressWarnings("ArrayRecordComponent") // only on its way to and from JSON
    private record Stored(
            double @Nullable [] numbers, @Nullable SortedMap<String, Integer> categories) {

        static Stored of(Sample sample) {
            return switch (sample) {
                case Sample.Numbers numbers -> new Stored(numbers.sorted(), null);
                case Sample.Categories categories -> new Stored(null, categories.counts());
                case Sample.Texts texts -> throw new IllegalArgumentException("texts are not stored");
            };
        }

        Sample sample() {
            if (numbers != null) {
                return new Sample.Numbers(numbers);
            }
            if (categories != null) {
                return new Sample.Categories(categories);
            }
            throw new IllegalStateException("a stored feature has neither numbers nor categories");
        }
    }

    private DistributionJson() {}

    static String write(Distribution distribution) {
        SequencedMap<String, Stored> stored = new LinkedHashMap<>();
        distribution.samples().forEach((name, sample) -> stored.put(name, Stored.of(sample)));
        try {
            return MAPPER.writeValueAsString(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Distribution read(String json) {
        try {
            SequencedMap<String, Sample> samples = new LinkedHashMap<>();
            MAPPER.readValue(json, TYPE).forEach((name, stored) -> samples.put(name, stored.sample()));
            return new Distribution(samples);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

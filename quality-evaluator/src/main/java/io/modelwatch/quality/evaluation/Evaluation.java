package io.modelwatch.quality.evaluation;

import io.modelwatch.quality.detect.Detector;
import io.modelwatch.quality.detect.Embedder;
import io.modelwatch.quality.detect.Exchange;
import io.modelwatch.quality.drift.Feature;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the detectors said about an item; the item's texts are not kept.
 *
 * @param id the item's identifier
 * @param occurredAt when the exchange took place
 * @param model the model that answered; null where it is not known
 * @param service the service that asked
 * @param results by the detector's name, in the order of the detectors
 * @param features what is watched for drift, by the feature's name: numbers and names
 */
record Evaluation(
        String id,
        Instant occurredAt,
        @Nullable String model,
        @Nullable String service,
        SequencedMap<String, DetectorResult> results,
        SequencedMap<String, Object> features) {

    static Evaluation of(Item item, Embedder embedder) {
        Exchange exchange = item.exchange(embedder);
        SequencedMap<String, DetectorResult> results = new LinkedHashMap<>();
        for (Detector detector : item.detectors()) {
            results.put(detector.name(), DetectorResult.of(detector, detector.assess(exchange)));
        }
        return new Evaluation(
                item.id(), item.occurredAt(), item.model(), item.service(), results, features(item, results));
    }

    private static SequencedMap<String, Object> features(Item item, Map<String, DetectorResult> results) {
        SequencedMap<String, Object> features = new LinkedHashMap<>();
        put(features, Feature.RESPONSE_LENGTH, length(item.response()));
        put(features, Feature.PROMPT_LENGTH, item.prompt() == null ? null : length(item.prompt()));
        put(features, Feature.LATENCY_MS, item.latencyMs());
        put(features, Feature.OUTPUT_TOKENS, item.outputTokens());
        for (Feature feature : Feature.values()) {
            DetectorResult result = results.get(feature.tag());
            if (result != null) {
                put(features, feature, feature.isCategorical() ? result.label() : result.score());
            }
        }
        return features;
    }

    private static void put(Map<String, Object> features, Feature feature, @Nullable Object value) {
        if (value != null) {
            features.put(feature.tag(), value);
        }
    }

    /** In characters as readers count them, not in UTF-16 units. */
    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}

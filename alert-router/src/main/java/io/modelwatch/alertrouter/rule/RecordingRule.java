package io.modelwatch.alertrouter.rule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A recording rule of a Prometheus rule file: read and shown, but left to the Prometheus that keeps the series.
 *
 * @param name of the series
 */
record RecordingRule(String name, String query, Map<String, String> labels) {

    RecordingRule {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }
}

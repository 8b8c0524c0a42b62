package io.modelwatch.quality.publish;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** One figure as metrics-collector takes it. */
record Sample(String name, double value, Instant timestamp, Map<String, String> labels) {

    Sample {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }
}

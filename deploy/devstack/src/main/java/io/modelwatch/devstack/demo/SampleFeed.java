package io.modelwatch.devstack.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

/**
 * Samples that do not come from requests: two GPUs, the latest evaluation run, what users say. Deterministic but for
 * the timestamps. Not thread-safe.
 */
final class SampleFeed {

    private final Random random;

    SampleFeed(long seed) {
        this.random = new Random(seed);
    }

    /** One sample of each series; busier and worse where the phase is an incident. */
    ArrayNode next(Phase phase, Instant now) {
        boolean incident = phase.incident().slowdown() > 1;
        ArrayNode samples = JsonNodeFactory.instance.arrayNode();
        for (int gpu = 0; gpu < 2; gpu++) {
            Map<String, String> labels = Map.of("host", "gpu-node-1", "gpu", Integer.toString(gpu));
            add(samples, "gpu_utilization", incident ? 91 : 64, 6, labels, now);
            add(samples, "gpu_memory_used", incident ? 71 : 58, 2, labels, now);
            add(samples, "gpu_temperature", incident ? 79 : 66, 3, labels, now);
        }
        add(samples, "model_accuracy", incident ? 86 : 91, 0.6, Map.of("suite", "nightly"), now);
        add(samples, "user_satisfaction", incident ? 74 : 88, 2, Map.of(), now);
        add(samples, "task_completion_rate", incident ? 78 : 93, 1.5, Map.of(), now);
        return samples;
    }

    private void add(
            ArrayNode samples, String name, double mean, double spread, Map<String, String> labels, Instant now) {
        double value = Math.clamp(mean + spread * random.nextGaussian(), 0, 100);
        ObjectNode sample = samples.addObject();
        sample.put("name", name);
        sample.put("value", Math.round(value * 10) / 10.0);
        sample.put("timestamp", now.toString());
        ObjectNode object = sample.putObject("labels");
        labels.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(label -> object.put(label.getKey(), label.getValue()));
    }
}

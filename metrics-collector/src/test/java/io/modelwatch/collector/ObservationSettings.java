package io.modelwatch.collector;

import io.modelwatch.devstack.Ports;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The service alone, with a directory for its state and a name. */
public final class ObservationSettings implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        try {
            Path state = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "state");
            return Map.of(
                    "metrics-collector.state.directory", state.toString(),
                    "metrics-collector.replica.name", "replica-a",
                    "metrics-collector.forward.logs.policy", "off",
                    "metrics-collector.forward.evaluations.policy", "off",
                    "metrics-collector.prometheus.url", "http://127.0.0.1:" + Ports.free(),
                    "metrics-collector.prometheus.matchers", "job=\"metrics-collector\"",
                    "metrics-collector.stream.max-readers", "3");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The directory lies in target.
    }
}

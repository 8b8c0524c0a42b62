package io.modelwatch.collector;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Tells the service where its neighbours would be; {@link FakeNeighbour} listens there when a test wants it to. */
public final class FakeNeighbours implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of(
                "metrics-collector.derive.every", "1s",
                "metrics-collector.budgets.every", "1s",
                "metrics-collector.forward.logs.breaker-open-for", "20ms",
                "quarkus.rest-client.log-indexer.url", "http://127.0.0.1:" + freePort(),
                "quarkus.rest-client.log-indexer.read-timeout", "1000",
                "quarkus.rest-client.quality-evaluator.url", "http://127.0.0.1:" + freePort(),
                "metrics-collector.forward.logs.retry-delay", "20ms",
                "metrics-collector.forward.evaluations.retry-delay", "20ms",
                "metrics-collector.forward.evaluations.linger", "20ms",
                "metrics-collector.forward.evaluations.max-retry-delay", "100ms");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // Nothing runs here.
    }
}

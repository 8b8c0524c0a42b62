package io.modelwatch.logindexer.kafka;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.util.Map;

/** A real broker of Kafka, in this process. */
public final class KafkaBroker implements QuarkusTestResourceLifecycleManager {

    private EmbeddedKafkaBroker broker;

    @Override
    public Map<String, String> start() {
        broker = new EmbeddedKafkaBroker().withNodeId(1).withDeleteLogDirsOnClose(true).start();
        return Map.of(
                "kafka.bootstrap.servers",
                broker.getAdvertisedListeners().replaceAll("^\\w+://", ""),
                "log-indexer.kafka.enabled",
                "true");
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
        }
    }
}

package io.modelwatch.logindexer.kafka;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.modelwatch.devstack.OwnStores;
import io.modelwatch.logindexer.ElasticsearchTestProfile;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With Kafka in the build but not switched on, nobody asks for it. */
@QuarkusTest
@OwnStores
@WithTestResource(value = KafkaOffTest.Listener.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestProfile(ElasticsearchTestProfile.class)
@Timeout(120)
class KafkaOffTest {

    private static final AtomicInteger CONNECTIONS = new AtomicInteger();

    /** Listens where the broker would. */
    public static final class Listener implements QuarkusTestResourceLifecycleManager {

        private ServerSocket socket;

        @Override
        public Map<String, String> start() {
            try {
                socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.ofPlatform().daemon().start(this::count);
            return Map.of("kafka.bootstrap.servers", "127.0.0.1:" + socket.getLocalPort());
        }

        private void count() {
            try {
                while (true) {
                    socket.accept().close();
                    CONNECTIONS.incrementAndGet();
                }
            } catch (IOException e) {
                // closed
            }
        }

        @Override
        public void stop() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @TestHTTPResource
    URI service;

    @Test
    void theServiceRunsWithoutAConnection() throws Exception {
        HttpResponse<String> live = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(service.resolve("/q/health")).build(), HttpResponse.BodyHandlers.ofString());

        assertEquals(200, live.statusCode(), live.body());
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("smallrye-kafka-consumer")));
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(5)).until(() -> CONNECTIONS.get() == 0);
    }
}

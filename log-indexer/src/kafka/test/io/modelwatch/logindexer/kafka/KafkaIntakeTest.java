package io.modelwatch.logindexer.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelwatch.logindexer.ElasticsearchTestProfile;
import io.modelwatch.logindexer.FaultyElasticsearch;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records by way of a real broker, into a spool that is soon full, before a real Elasticsearch. */
@QuarkusTest
@WithTestResource(value = FaultyElasticsearch.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@WithTestResource(value = KafkaBroker.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestProfile(KafkaIntakeTest.SmallSpool.class)
@Timeout(240)
class KafkaIntakeTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TOPIC = "llm-logs";

    public static final class SmallSpool implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(new ElasticsearchTestProfile().getConfigOverrides());
            settings.put("log-indexer.spool.segment-bytes", "256K");
            settings.put("log-indexer.spool.max-bytes", "1M");
            return settings;
        }
    }

    @TestHTTPResource
    URI service;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String servers;

    @ConfigProperty(name = "quarkus.elasticsearch.hosts")
    String elasticsearch;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String mark = UUID.randomUUID().toString().replace("-", "");

    private JsonNode get(String path) {
        return send(HttpRequest.newBuilder(service.resolve(path)).build());
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.body().startsWith("{") ? JSON.readTree(answer.body()) : JSON.createObjectNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void fault(String fault, int times) {
        send(HttpRequest.newBuilder(URI.create("http://" + elasticsearch + "/__fault/" + fault + "/" + times))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private int found() {
        return get("/api/v1/logs?size=0&q=" + mark).path("total").asInt(-1);
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "acks", "all"), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static ProducerRecord<byte[], byte[]> message(String value) {
        return new ProducerRecord<>(TOPIC, value.getBytes(UTF_8));
    }

    private long committed() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            return admin.listConsumerGroupOffsets("log-indexer").partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(offset -> offset == null ? 0 : offset.offset())
                    .sum();
        }
    }

    @Test
    void messagesAreStoredOnceAndOffsetsCommittedOnceTheyAreOnDisk() throws Exception {
        long before = committed();
        long acceptedBefore = get("/api/v1/spool").path("accepted").asLong();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(message("{\"request_id\":\"" + mark + "1\",\"event\":\"e\",\"message\":\"" + mark + "\"}"));
            producer.send(message("[{\"event\":\"a\",\"message\":\"" + mark + "\"},{\"event\":\"b\",\"message\":\"" + mark + "\"}]"));
            producer.send(message("{\"event\":\"same\",\"message\":\"" + mark + "\"}"));
            producer.send(message("{\"event\":\"same\",\"message\":\"" + mark + "\"}"));
            producer.send(message("no JSON at all " + mark));
            producer.send(message("{\"request_id\":\"" + mark + "2\",\"model\":7,\"message\":\"" + mark + "\"}"));
            producer.send(new ProducerRecord<>(TOPIC, null)); // a tombstone
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> found() == 7);

        JsonNode rejected = get("/api/v1/logs?event=kafka_message_rejected&q=" + mark);
        assertEquals(2, rejected.path("total").asInt());
        assertTrue(rejected.toString().contains("no JSON at all"));
        assertEquals("ERROR", rejected.at("/hits/0/document/log/level").asText());
        await().until(() -> committed() == before + 7);
        assertEquals(acceptedBefore + 7, get("/api/v1/spool").path("accepted").asLong());
    }

    @Test
    void whileTheSpoolIsFullNothingIsCommittedThatIsNotOnDisk() throws Exception {
        long before = committed();
        long acceptedBefore = get("/api/v1/spool").path("accepted").asLong();
        fault("503", 1_000_000);
        int messages = 400;
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (int i = 0; i < messages; i++) { // 4 MB
                producer.send(message("{\"request_id\":\"" + mark + "-" + i + "\",\"event\":\"e\",\"message\":\"" + mark
                        + "\",\"prompt\":\"" + "x".repeat(10_000) + "\"}"));
            }
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> get("/api/v1/spool").path("accepted").asLong() > acceptedBefore + 20);
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(30)).until(() -> {
            long committed = committed() - before;
            long accepted = get("/api/v1/spool").path("accepted").asLong() - acceptedBefore;
            return committed <= accepted && accepted < messages;
        });
        fault("off", 0);

        await().atMost(Duration.ofSeconds(120)).until(() -> found() == messages);
        await().until(() -> committed() == before + messages);
        JsonNode counts = get("/api/v1/spool");
        assertEquals(acceptedBefore + messages, counts.path("accepted").asLong());
        assertEquals(0, counts.path("duplicate").asLong());
    }
}

package io.modelwatch.logindexer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.devstack.OwnStores;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The exchanges with others, as their examples show them; the other sides test with the same examples. */
@QuarkusTest
@OwnStores
@TestProfile(ElasticsearchTestProfile.class)
@Timeout(120)
class ContractTest {

    @TestHTTPResource
    URI service;

    @Inject
    ObjectMapper mapper;

    private Api api;

    @BeforeEach
    void connect() {
        api = new Api(service);
    }

    private static byte[] example(String name) throws IOException {
        return Files.readAllBytes(
                Path.of(System.getProperty("modelwatch.root"), "log-indexer/src/test/resources/contract")
                        .resolve(name));
    }

    private static JsonNode jsonExample(String name) throws IOException {
        return Api.JSON.readTree(example(name));
    }

    private Api.Answer post(String example) throws IOException {
        return api.post(example(example), Map.of("Content-Type", "application/x-ndjson"));
    }

    @Test
    void metricsCollectorsRecordsAreTakenAndFound() throws IOException {
        Api.Answer answer = post("metrics-collector/logs-request.ndjson");

        assertEquals(200, answer.status());
        assertEquals(jsonExample("metrics-collector/logs-answer-200.json"), answer.json());
        JsonNode hit = api.awaitFound(1, Map.of("request_id", "contract-1")).at("/hits/0/document");
        assertEquals("eu-west", hit.at("/extra/region").asText());
        JsonNode failed = api.awaitFound(1, Map.of("request_id", "contract-2")).at("/hits/0/document");
        assertEquals("failure", failed.at("/event/outcome").asText());
        assertEquals("server_error", failed.at("/error/type").asText());
    }

    @Test
    void metricsCollectorLearnsWhichRecordsWereNotTaken() throws IOException {
        Api.Answer answer = post("metrics-collector/logs-request-partly-valid.ndjson");

        assertEquals(207, answer.status());
        assertEquals(jsonExample("metrics-collector/logs-answer-207.json"), answer.json());
    }

    @Test
    void refusalHasTheShapeOfItsExample() throws IOException {
        JsonNode example = jsonExample("metrics-collector/logs-answer-503.json");

        JsonNode problem = mapper.valueToTree(
                Problem.of(CommonProblem.OVERLOADED, example.path("detail").asText()));

        assertEquals(example, problem);
    }

    @Test
    void countsHaveTheShapeOfTheirExample() throws IOException {
        api.awaitDrained();
        JsonNode example = jsonExample("deploy/spool-answer.json");
        JsonNode actual = api.spool();

        assertEquals(names(example), names(actual));
        assertEquals(names(example.path("elasticsearch")), names(actual.path("elasticsearch")));
        assertEquals(
                actual.path("accepted").asLong(),
                actual.path("indexed").asLong()
                        + actual.path("duplicate").asLong()
                        + actual.path("dead").asLong()
                        + actual.path("spooled").asLong());
    }

    @Test
    void searchAnswersHaveTheShapeOfTheirExample() throws IOException {
        post("metrics-collector/logs-request.ndjson");
        JsonNode example = jsonExample("deploy/search-answer.json");
        JsonNode actual = api.awaitFound(1, Map.of("request_id", "contract-3"));

        assertEquals(names(example), names(actual));
        assertEquals(names(example.at("/hits/0")), names(actual.at("/hits/0")));
        assertTrue(names(actual.at("/hits/0/document")).containsAll(names(example.at("/hits/0/document"))));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}

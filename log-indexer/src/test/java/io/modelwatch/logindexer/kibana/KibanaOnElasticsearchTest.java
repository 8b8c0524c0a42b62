package io.modelwatch.logindexer.kibana;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.devstack.OwnStores;
import io.modelwatch.logindexer.ElasticsearchTestProfile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The saved objects' fields and figures on the data stream that the service makes. */
@QuarkusTest
@OwnStores
@TestProfile(ElasticsearchTestProfile.class)
@Timeout(120)
class KibanaOnElasticsearchTest {

    private static final Map<String, String> AGGREGATIONS = Map.of(
            "date_histogram", "{\"date_histogram\":{\"field\":\"%s\",\"fixed_interval\":\"1m\"}}",
            "terms", "{\"terms\":{\"field\":\"%s\"}}",
            "sum", "{\"sum\":{\"field\":\"%s\"}}",
            "percentile", "{\"percentiles\":{\"field\":\"%s\"}}",
            "unique_count", "{\"cardinality\":{\"field\":\"%s\"}}");

    @TestHTTPResource
    URI service;

    @Inject
    RestClient elasticsearch;

    @ConfigProperty(name = "modelwatch.test.namespace")
    String namespace;

    private JsonNode send(String method, String path, String body) throws IOException {
        Request request = new Request(method, path);
        if (body != null) {
            request.setJsonEntity(body);
        }
        return KibanaObjectsTest.JSON.readTree(
                elasticsearch.performRequest(request).getEntity().getContent());
    }

    @Test
    void everyFieldIsInTheInstalledMappingAndEveryColumnGivesAFigure() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(service.resolve("/api/v1/logs"))
                                .POST(HttpRequest.BodyPublishers.ofString("""
                                        {"request_id":"r1","model":"m","status":"success","service":"s","user_id":"u","latency_ms":8,
                                         "ttft_ms":2,"queue_ms":1,"input_tokens":3,"output_tokens":4,"cost_usd":0.5,"prompt":"p","response":"r"}
                                        {"request_id":"r2","model":"m","status":"error","service":"s","user_id":"u","latency_ms":9,
                                         "error":"e","error_type":"timeout","level":"ERROR"}
                                        """.replaceAll("\n\\s+\"", "\""), UTF_8))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        String stream = "/logs-llm-" + namespace;
        await().until(() -> send("GET", stream + "/_search?ignore_unavailable=true", null)
                        .at("/hits/total/value")
                        .asInt()
                == 2);
        send("POST", stream + "/_create/masked", """
                {"@timestamp":"2026-11-22T08:00:00Z","pii":{"redacted":true,"types":["email"]}}""");
        send("POST", stream + "/_refresh", null);
        JsonNode mapping = send("GET", stream + "/_mapping", null).elements().next();

        List<JsonNode> panels = KibanaObjectsTest.objects().toList();
        int figures = 0;
        for (JsonNode panel : panels) {
            for (JsonNode column : panel.at("/attributes/columns")) {
                assertFalse(type(mapping, column.asText()).isEmpty(), column.asText());
            }
            for (JsonNode column : KibanaObjectsTest.columns(panel)) {
                String operation = column.path("operationType").asText();
                if (!operation.equals("count")) {
                    figures++;
                    assertFigure(
                            stream,
                            mapping,
                            operation,
                            column.path("sourceField").asText());
                }
            }
        }
        assertTrue(figures > 20, "only " + figures);
    }

    private void assertFigure(String stream, JsonNode mapping, String operation, String field) throws IOException {
        assertFalse(type(mapping, field).isEmpty(), field);
        ObjectNode search = KibanaObjectsTest.JSON.createObjectNode().put("size", 0);
        search.putObject("aggs")
                .set(
                        "figure",
                        KibanaObjectsTest.parsed(AGGREGATIONS.get(operation).formatted(field)));
        JsonNode figure = send("POST", stream + "/_search", search.toString()).at("/aggregations/figure");
        if (Set.of("date_histogram", "terms").contains(operation)) {
            assertTrue(figure.path("buckets").size() > 0, field);
        } else {
            JsonNode value = operation.equals("percentile") ? figure.at("/values/95.0") : figure.path("value");
            assertTrue(value.asDouble() > 0, field + " " + figure);
        }
    }

    private static String type(JsonNode mapping, String field) {
        return mapping.at("/mappings/properties/" + field.replace(".", "/properties/"))
                .path("type")
                .asText();
    }
}

package io.modelwatch.logindexer.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.http.HttpHost;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the templates' requests are, also on a server with features that the test distribution lacks. */
@Timeout(60)
class TemplatesTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, JsonNode> bodies = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<String> unknown = new ArrayList<>();
    private volatile int status = 200;
    private HttpServer server;
    private RestClient client;
    private Templates templates;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", this::handle);
        server.start();
        client = RestClient.builder(
                        new HttpHost("127.0.0.1", server.getAddress().getPort()))
                .build();
        templates = new Templates(new Requests(client), new Config(), new ElasticsearchState());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.stop(0);
    }

    private record Config() implements DataStreamConfig {
        @Override
        public String namespace() {
            return "test";
        }

        @Override
        public String retention() {
            return "7d";
        }

        @Override
        public String refreshInterval() {
            return "2s";
        }

        @Override
        public boolean manageTemplates() {
            return true;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            requests.add(exchange.getRequestMethod() + " " + path);
            bodies.put(path, JSON.readTree(body));
            String refusal = unknown.stream()
                    .filter(word -> body.contains(word) || path.contains(word))
                    .findFirst()
                    .map(this::refusal)
                    .orElse("{\"acknowledged\":true}");
            byte[] answer = refusal.getBytes(UTF_8);
            exchange.sendResponseHeaders(refusal.contains("error") ? 400 : status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private String refusal(String word) {
        if (word.startsWith("_")) {
            return "{\"error\":\"no handler found for uri [/" + word + "/policy/logs-llm] and method [PUT]\"}";
        }
        return word.contains(".")
                ? "{\"error\":{\"reason\":\"x\",\"caused_by\":{\"reason\":\"unknown setting [index." + word
                        + "] please check\"}}}"
                : "{\"error\":{\"reason\":\"No handler for type [" + word + "] declared on field [f]\"}}";
    }

    @Test
    void policyComponentsAndTemplateArePutInThisOrderOnce() throws Exception {
        assertNull(templates.ensure());
        assertNull(templates.ensure());

        assertEquals(
                List.of(
                        "PUT /_ilm/policy/logs-llm",
                        "PUT /_component_template/logs-llm@settings",
                        "PUT /_component_template/logs-llm@mappings",
                        "PUT /_index_template/logs-llm"),
                requests);
        assertTrue(templates.installed());
        assertEquals(
                "7d",
                bodies.get("/_ilm/policy/logs-llm")
                        .at("/policy/phases/delete/min_age")
                        .asText());
        JsonNode index = bodies.get("/_component_template/logs-llm@settings").at("/template/settings/index");
        assertEquals("logs-llm", index.path("lifecycle.name").asText());
        assertEquals("2s", index.path("refresh_interval").asText());
        assertEquals(
                "match_only_text",
                bodies.get("/_component_template/logs-llm@mappings")
                        .at("/template/mappings/properties/gen_ai/properties/prompt/type")
                        .asText());
        assertEquals(
                200, bodies.get("/_index_template/logs-llm").path("priority").asInt());
    }

    @Test
    void aServerThatMayBeAnotherOneGetsThemAgain() throws Exception {
        templates.ensure();
        templates.invalidate();

        templates.ensure();

        assertEquals(8, requests.size());
    }

    @Test
    void whatTheServerDoesNotKnowIsReplaced() throws Exception {
        unknown.addAll(List.of("_ilm", "match_only_text", "constant_keyword", "wildcard", "mapping.depth.limit"));

        assertNull(templates.ensure());

        JsonNode properties =
                bodies.get("/_component_template/logs-llm@mappings").at("/template/mappings/properties");
        assertEquals("text", properties.at("/message/type").asText());
        assertEquals("text", properties.at("/gen_ai/properties/prompt/type").asText());
        assertEquals(
                "keyword", properties.at("/data_stream/properties/type/type").asText());
        assertEquals(
                "keyword", properties.at("/error/properties/stack_trace/type").asText());
        JsonNode index = bodies.get("/_component_template/logs-llm@settings").at("/template/settings/index");
        assertFalse(index.has("lifecycle.name"));
        assertFalse(index.has("mapping.depth.limit"));
        assertTrue(index.has("mapping.total_fields.limit"));
        assertEquals(
                "7d",
                bodies.get("/_index_template/logs-llm")
                        .at("/template/lifecycle/data_retention")
                        .asText());
    }

    @Test
    void whatOpenSearchDoesNotTakeIsReplacedOnce() {
        TemplateBodies bodies = new TemplateBodies("7d", "2s");
        bodies.withoutPolicies();

        assertTrue(bodies.adaptTo("Field [namespace] is missing required parameter [value]"));
        assertFalse(bodies.adaptTo("Field [namespace] is missing required parameter [value]"));
        assertTrue(bodies.adaptTo("[template] unknown field [lifecycle]"));
        assertFalse(bodies.adaptTo("[template] unknown field [lifecycle]"));
        assertFalse(bodies.mappings().contains("constant_keyword"));
        assertFalse(bodies.template().contains("lifecycle"));
    }

    @Test
    void aRefusalIsTold() throws Exception {
        status = 403;

        assertNotNull(templates.ensure());
        assertFalse(templates.installed());
    }

    @Test
    void aServerThatIsAwayIsTold() throws Exception {
        server.stop(0);

        String failure = templates.ensure();

        assertNotNull(failure);
        assertTrue(failure.startsWith("Elasticsearch does not answer"), failure);
    }
}

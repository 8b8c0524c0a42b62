package io.modelwatch.logindexer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.devstack.OwnStores;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What shippers see, on a real Elasticsearch. */
@QuarkusTest
@OwnStores
@TestProfile(ElasticsearchTestProfile.class)
@Timeout(180)
class BulkApiTest {

    @TestHTTPResource
    URI service;

    @ConfigProperty(name = "modelwatch.test.namespace")
    String namespace;

    private Api api;
    private final String mark = UUID.randomUUID().toString().replace("-", "");

    @BeforeEach
    void connect() {
        api = new Api(service);
    }

    private String documents(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"create\":{\"_id\":\"" + mark + i + "\"}}\n{\"@timestamp\":\"2026-11-22T08:00:0"
                        + i % 10 + "Z\",\"message\":\"" + mark + " " + i + "\"}\n")
                .collect(Collectors.joining());
    }

    @Test
    void documentsAreTakenByEveryPathAndFound() {
        String line = "{\"message\":\"" + mark + "\",\"n\":%d,\"@timestamp\":\"2026-11-22T08:00:00Z\"}\n";
        String index = "logs-llm-" + namespace;

        List<Api.Answer> bulks = List.of(
                api.bulk("/_bulk", "{\"create\":{\"_index\":\"app\"}}\n" + line.formatted(1)),
                api.bulk("/app/_bulk", "{\"index\":{}}\n" + line.formatted(2)),
                api.request("PUT", "/_bulk", "{\"index\":{\"_index\":\"" + index + "\"}}\n" + line.formatted(3)),
                api.request("PUT", "/app/_bulk?pipeline=x", "{\"index\":{}}\n" + line.formatted(4)));
        List<Api.Answer> single = List.of(
                api.request("POST", "/app/_doc", line.formatted(5)),
                api.request("POST", "/app/_doc/" + mark + "a", line.formatted(6)),
                api.request(
                        "PUT",
                        "/app/_doc/" + mark + "b%20%E5%A5%BD",
                        line.formatted(7).strip()),
                api.request("PUT", "/" + index + "/_create/" + mark + "c", line.formatted(8)),
                api.request("POST", "/app/_create/" + mark + "d", "{\n \"message\":\n\"" + mark + "\"}"));

        for (Api.Answer answer : bulks) {
            assertEquals(200, answer.status(), answer.body());
            assertEquals(
                    201,
                    answer.json()
                            .at("/items/0")
                            .elements()
                            .next()
                            .path("status")
                            .asInt());
        }
        for (Api.Answer answer : single) {
            assertEquals(201, answer.status(), answer.body());
            assertEquals("created", answer.json().path("result").asText());
            assertEquals(index, answer.json().path("_index").asText());
        }
        assertEquals(mark + "b 好", single.get(2).json().path("_id").asText());
        JsonNode found = api.awaitFound(9, Map.of("q", mark));
        List<String> ids = found.path("hits")
                .valueStream()
                .map(hit -> hit.path("id").asText())
                .toList();
        assertTrue(ids.contains(mark + "c") && ids.contains("app:" + mark + "d"), ids.toString());
    }

    @Test
    void whatIsAnsweredIsOnDiskAndSentAgainIsStoredOnce() {
        long before = api.awaitDrained().path("accepted").asLong();

        for (int i = 0; i < 3; i++) {
            Api.Answer answer = api.bulk("/app/_bulk", documents(50));
            assertEquals(200, answer.status());
            assertTrue(answer.body().contains("\"errors\":false,\"items\":["), answer.body());
            assertEquals(50, answer.json().path("items").size());
        }
        JsonNode counts = api.spool();

        assertEquals(before + 150, counts.path("accepted").asLong());
        api.awaitDrained();
        assertEquals(
                50,
                api.awaitFound(50, Map.of("q", mark, "size", "0")).path("total").asInt());
    }

    @Test
    void everyActionHasItsResultAndBadOnesCostNoOther() {
        String body = String.join(
                "\n",
                "{\"create\":{\"_index\":\"app\",\"_id\":\"" + mark + "1\"}}",
                "{\"message\":\"" + mark + "\"}",
                "",
                "{\"update\":{\"_index\":\"app\",\"_id\":\"1\"}}\r",
                "{\"doc\":{\"a\":1}}\r",
                "{\"delete\":{\"_index\":\"app\",\"_id\":\"1\"}}",
                "{\"index\":{\"_index\":\"Not,A<Name\"}}",
                "{\"message\":\"x\"}",
                "{\"index\":{\"_id\":\"" + "x".repeat(513) + "\"}}",
                "{\"message\":\"x\"}",
                "{\"index\":{\"_id\":7}}",
                "{\"message\":\"x\"}",
                "{\"index\":{}}",
                "{broken",
                "{\"index\":{}}",
                "",
                "{\"index\":{}}",
                "{\"message\":\"" + "x".repeat(2 << 20) + "\"}",
                "{\"create\":{\"_index\":\"app\",\"_id\":\"" + mark + "2\",\"_type\":\"_doc\"}}",
                "{\"message\":\"" + mark + "\"}",
                "{\"index\":{}}",
                "");

        Api.Answer answer = api.bulk("/_bulk", body);

        assertEquals(200, answer.status(), answer.body());
        JsonNode items = answer.json().path("items");
        assertTrue(answer.json().path("errors").asBoolean());
        assertEquals(
                List.of(
                        "create 201 ",
                        "update 400 illegal_argument_exception",
                        "delete 400 illegal_argument_exception",
                        "index 400 invalid_index_name_exception",
                        "index 400 illegal_argument_exception",
                        "index 400 illegal_argument_exception",
                        "index 400 document_parsing_exception",
                        "index 400 document_parsing_exception",
                        "index 400 document_parsing_exception",
                        "create 201 ",
                        "index 400 document_parsing_exception"),
                items.valueStream()
                        .map(item -> {
                            Map.Entry<String, JsonNode> only =
                                    item.properties().iterator().next();
                            assertEquals(1, item.size());
                            return only.getKey() + " "
                                    + only.getValue().path("status").asInt() + " "
                                    + only.getValue().at("/error/type").asText();
                        })
                        .toList());
        api.awaitFound(2, Map.of("q", mark));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | parse_exception",
                "~\\n\\n~ | action_request_validation_exception",
                "{\"index\":{}}\\n{\"message\":\"$\"} | illegal_argument_exception",
                "{\"index\":{}}\\n{\"message\":\"$\"}\\n{\"index\":{}} | illegal_argument_exception",
                "{\"index\":{}}\\n{\"message\":\"$\"}\\n{\"message\":\"$\"}\\n | illegal_argument_exception",
                "{\"index\":{}}\\n{\"message\":\"$\"}\\nnonsense\\n | illegal_argument_exception",
                "{\"index\":{}}\\n{\"message\":\"$\"}\\n[1]\\n | illegal_argument_exception",
            })
    void aMalformedBodyIsRefusedAsAWhole(String body, String type) {
        long before = api.spool().path("accepted").asLong();

        Api.Answer answer = api.bulk("/_bulk", body.replace("\\n", "\n").replace("$", mark));

        assertEquals(400, answer.status(), answer.body());
        assertEquals(type, answer.json().at("/error/type").asText());
        assertEquals(400, answer.json().path("status").asInt());
        assertEquals("Elasticsearch", answer.header("X-Elastic-Product"));
        assertEquals(before, api.spool().path("accepted").asLong());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-ndjson",
                "application/json; charset=utf-8",
                "application/json",
                "application/vnd.elasticsearch+x-ndjson; compatible-with=7",
                "application/vnd.elasticsearch+x-ndjson;compatible-with=8",
                "application/vnd.elasticsearch+json; compatible-with=9",
                "application/x-www-form-urlencoded",
                "text/plain"
            })
    void everyContentTypeIsTakenPlainAndGzip(String contentType) {
        byte[] body = documents(3).getBytes(UTF_8);

        Api.Answer plain = api.request("POST", "/app/_bulk", body, Map.of("Content-Type", contentType));
        Api.Answer gzip = api.request(
                "POST", "/app/_bulk", Api.gzip(body), Map.of("Content-Type", contentType, "Content-Encoding", "gzip"));

        for (Api.Answer answer : List.of(plain, gzip)) {
            assertEquals(200, answer.status(), answer.body());
            assertEquals("application/json", answer.contentType());
            assertEquals(3, answer.json().path("items").size());
        }
    }

    @Test
    void theVendorsMediaTypeComesBack() {
        Api.Answer answer = api.request(
                "POST",
                "/app/_bulk?filter_path=errors,items.*.status",
                documents(1).getBytes(UTF_8),
                Map.of(
                        "Content-Type", "application/vnd.elasticsearch+x-ndjson; compatible-with=8",
                        "Accept", "application/vnd.elasticsearch+json; compatible-with=8"));

        assertEquals("application/vnd.elasticsearch+json;compatible-with=8", answer.contentType());
        assertEquals("{\"errors\":false,\"items\":[{\"create\":{\"status\":201}}]}", answer.body());
    }

    @Test
    void chunkedBodiesWithoutTypeThatWantToBeToldToContinueAreTaken() throws IOException {
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            out.write(
                    ("POST /app/_bulk?filter_path=errors HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                                    + "Expect: 100-continue\r\n\r\n")
                            .getBytes(US_ASCII));
            String goOn = new String(in.readNBytes(25), US_ASCII);
            byte[] body = documents(2).getBytes(UTF_8);
            for (byte b : body) {
                out.write(("1\r\n" + (char) b + "\r\n").getBytes(US_ASCII));
            }
            out.write("0\r\n\r\n".getBytes(US_ASCII));
            StringBuilder answer = new StringBuilder();
            while (!answer.toString().endsWith("{\"errors\":false}")) {
                answer.append((char) in.read());
            }

            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", goOn);
            assertTrue(answer.toString().startsWith("HTTP/1.1 200"), answer.toString());
        }
    }

    @Test
    void tooLargeBodiesAreToldSoInJson() throws IOException {
        Api.Answer inflated =
                api.request("POST", "/_bulk", Api.gzip(new byte[60 << 20]), Map.of("Content-Encoding", "gzip"));
        assertEquals(413, inflated.status());
        assertEquals(
                "content_too_long_exception", inflated.json().at("/error/type").asText());

        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("POST /_bulk HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999\r\n\r\n"
                            .getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);

            assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
            assertTrue(answer.contains("X-Elastic-Product: Elasticsearch"), answer);
            assertTrue(answer.endsWith("\"status\":413}"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"b\":1},\"a.b\":{\"c\":2},\"a\":3}",
                "{\"k\":1e400}",
                "{\"@timestamp\":[\"2026-01-01\",\"2026-01-02\"]}",
                "{\"message\":\"\\u0000\\ud800\"}",
                "{\"log\":[[[[[]]]]],\"event\":[{\"a\":[]}]}",
                "{\"llm\":{\"latency_ms\":\"1e309\",\"stream\":7},\"http\":[]}",
                "{\"labels\":{\"\":\"x\",\"a..b\":1,\"c\":{\"d\":1}}}",
                "{\"extra\":{\"a\":\"%s\"}}",
                "{\"_id\":\"x\",\"_source\":{},\"_index\":\"y\"}"
            })
    void nastyDocumentsAreStored(String document) {
        String filled = document.replace("%s", "好".repeat(20_000));
        long dead = api.awaitDrained().path("dead").asLong();

        Api.Answer answer = api.request("POST", "/app/_doc", filled);

        assertEquals(201, answer.status(), answer.body());
        assertEquals(dead, api.awaitDrained().path("dead").asLong());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, /version/number, 8.19.0",
        "GET, /, /tagline, 'You Know, for Search'",
        "GET, /_license?human=false, /license/status, active",
        "GET, /_xpack, /features/ilm/enabled, true",
        "GET, /_cluster/health, /timed_out, false",
        "GET, /_cluster/health/app, /cluster_name, modelwatch",
        "GET, /_nodes/http, /nodes/x, ''",
        "GET, /_index_template/app, /index_templates/0/name, app",
        "GET, /_ilm/policy/p, /p/version, 1",
        "GET, /_data_stream/app, /data_streams/0/name, app",
        "PUT, /_index_template/app, /acknowledged, true",
        "PUT, /_component_template/app, /acknowledged, true",
        "PUT, /_ilm/policy/p, /acknowledged, true",
        "PUT, /_ingest/pipeline/p, /acknowledged, true",
    })
    void shippersFindTheClusterInOrder(String method, String path, String pointer, String expected) {
        Api.Answer answer = api.request(method, path, "GET".equals(method) ? "" : "{}");

        assertEquals(200, answer.status(), answer.body());
        assertEquals(expected, answer.json().at(pointer).asText());
        assertEquals("Elasticsearch", answer.header("X-Elastic-Product"));
    }

    @Test
    void headsAreAnsweredAndHealthIsText() {
        for (String path : List.of("/", "/app", "/_index_template/x", "/_ilm/policy/x", "/_component_template/x")) {
            Api.Answer head = api.request("HEAD", path, "");
            assertEquals(200, head.status(), path);
            assertEquals("Elasticsearch", head.header("X-Elastic-Product"), path);
        }
        assertEquals(404, api.request("HEAD", "/Bad", "").status());
        assertTrue(api.get("/_cat/health").body().matches("[0-9]+ [0-9:]+ modelwatch (green|yellow) .*\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /_nothing, 405",
        "GET, /app/_search, 404",
        "DELETE, /app, 405",
        "PATCH, /_bulk, 405",
        "POST, /Bad%2Fname/_bulk, 200",
        "POST, /.hidden/_doc, 400",
        "PUT, /a%2fb/_create/1, 400",
        "PUT, /app/_doc/%20, 201",
    })
    void everyAnswerOutsideOfOurOwnPathsIsOfElasticsearchsShape(String method, String path, int status) {
        Api.Answer answer = api.request(method, path, path.endsWith("_bulk") ? "{\"index\":{}}\n{}\n" : "{}");

        assertEquals(status, answer.status(), answer.body());
        assertEquals("Elasticsearch", answer.header("X-Elastic-Product"));
        if (status >= 400) {
            assertEquals(status, answer.json().path("status").asInt(), answer.body());
            assertTrue(answer.json().at("/error/root_cause/0/type").isTextual(), answer.body());
        } else if (status == 200) {
            assertEquals(400, answer.json().at("/items/0/index/status").asInt());
        }
        assertEquals("", api.get("/api/v1/spool").header("X-Elastic-Product"));
        assertTrue(api.get("/api/v1/nothing").contentType().startsWith("application/problem+json"));
    }
}

package io.modelwatch.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input is answered with a 4xx that says what is wrong, whichever service it reaches. */
@ExtendWith(SharedStack.class)
class BadInputIT {

    private static final int MEBIBYTE = 1 << 20;

    private final RunningStack stack;

    BadInputIT(RunningStack stack) {
        this.stack = stack;
    }

    /** An endpoint, and one good record for it. */
    record Intake(String service, String path, String good) {
        @Override
        public String toString() {
            return service + path;
        }
    }

    static List<Intake> intakes() {
        return List.of(
                new Intake(
                        "metrics-collector",
                        "/api/v1/requests",
                        "{\"request_id\":\"ID\",\"model\":\"e2e\",\"status\":\"success\"}"),
                new Intake("metrics-collector", "/api/v1/samples", "{\"name\":\"gpu_utilization\",\"value\":42}"),
                new Intake(
                        "quality-evaluator",
                        "/api/v1/evaluations",
                        "{\"id\":\"ID\",\"prompt\":\"Why?\",\"response\":\"Because.\"}"),
                new Intake(
                        "log-indexer", "/api/v1/logs", "{\"request_id\":\"ID\",\"event\":\"e2e\",\"level\":\"INFO\"}"));
    }

    @ParameterizedTest
    @MethodSource("intakes")
    void brokenBodiesAreRefusedWithAProblem(Intake intake) throws Exception {
        List<byte[]> bodies = List.of(
                bytes(""),
                bytes("{"),
                bytes("[{\"a\":1}"),
                bytes("[1,2"),
                bytes("nonsense"),
                bytes("\"text\""),
                bytes("[]}"),
                new byte[] {(byte) 0xC3, (byte) 0x28},
                new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xFF, (byte) 0xFE, '"', '}'},
                bytes("[".repeat(100_000)),
                bytes("{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)));
        for (byte[] body : bodies) {
            String shown = new String(body, 0, Math.min(40, body.length), StandardCharsets.ISO_8859_1);
            assertProblem(post(intake, body, Map.of()), shown);
        }
    }

    @ParameterizedTest
    @MethodSource("intakes")
    void badRecordCostsNoNeighbour(Intake intake) throws Exception {
        String body = String.join(
                "\n",
                good(intake),
                "{\"request_id\":17,\"id\":17,\"name\":17,\"event\":17}",
                "{broken",
                good(intake),
                "[]",
                good(intake));

        RunningStack.Answer answer = post(intake, bytes(body), Map.of("Content-Type", "application/x-ndjson"));

        assertEquals(207, answer.status(), answer.body());
        List<Integer> bad = new ArrayList<>();
        for (JsonNode result : answer.json().path("results")) {
            if (result.has("problem")) {
                bad.add(result.path("index").asInt());
                int status = result.at("/problem/status").asInt();
                assertTrue(status >= 400 && status < 500, result.toString());
            }
        }
        assertEquals(List.of(1, 2, 4), bad, answer.body());
    }

    @ParameterizedTest
    @MethodSource("intakes")
    void halfACharacterAndNulAreTakenAsReplaced(Intake intake) throws Exception {
        String body = good(intake).replace("}", ",\"labels\":{\"half\":\"\\ud83d\",\"nul\":\"\\u0000\"}}");

        RunningStack.Answer answer = post(intake, bytes(body), Map.of());

        assertEquals(200, answer.status(), answer.body());
    }

    @ParameterizedTest
    @MethodSource("intakes")
    void bombsAndHugeBodiesAreRefused(Intake intake) throws Exception {
        byte[] spaces = new byte[300 * MEBIBYTE];
        Arrays.fill(spaces, (byte) ' ');
        assertProblem(post(intake, gzip(spaces), Map.of("Content-Encoding", "gzip")), "300 MiB of spaces in gzip");
        assertProblem(
                post(
                        intake,
                        bytes(good(intake).replace("}", ",\"x\":\"" + "y".repeat(10 * MEBIBYTE) + "\"}")),
                        Map.of()),
                "a record of 10 MiB");
        byte[] torn = gzip(bytes(good(intake)));
        assertProblem(
                post(intake, Arrays.copyOf(torn, torn.length - 9), Map.of("Content-Encoding", "gzip")), "torn gzip");
        assertProblem(post(intake, bytes(good(intake)), Map.of("Content-Encoding", "br")), "brotli");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"input_tokens\":-1}",
                "{\"input_tokens\":1e300}",
                "{\"input_tokens\":1.5}",
                "{\"input_tokens\":\"many\"}",
                "{\"latency_ms\":-5}",
                "{\"latency_ms\":1e308}",
                "{\"latency_ms\":[]}",
                "{\"cost_usd\":-0.01}",
                "{\"timestamp\":\"yesterday\"}",
                "{\"timestamp\":\"9999-12-31T00:00:00Z\"}",
                "{\"status\":\"maybe\"}",
                "{\"http_status\":99999}",
                "{\"labels\":[]}",
                "{\"context\":{}}",
                "{\"model\":\"\"}",
                "{\"stream\":\"yes\"}"
            })
    void wrongFieldIsNamed(String fields) throws Exception {
        JsonNode wrong = RunningStack.JSON.readTree(fields);
        String name = wrong.fieldNames().next();
        Map<String, Object> record = Gateway.record("bad-" + System.nanoTime(), "e2e", 100);
        record.put(name, wrong.get(name));

        RunningStack.Answer answer = stack.post("metrics-collector", "/api/v1/requests", record);

        assertEquals(400, answer.status(), answer.body());
        assertEquals("/" + name, answer.json().at("/errors/0/field").asText(), answer.body());
    }

    private RunningStack.Answer post(Intake intake, byte[] body, Map<String, String> headers) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("Content-Type", "application/json"));
        all.putAll(headers);
        return stack.post(intake.service(), intake.path(), body, all);
    }

    private static void assertProblem(RunningStack.Answer answer, String what) {
        assertTrue(answer.status() >= 400 && answer.status() < 500, what + " gave " + answer);
        assertEquals(answer.status(), answer.json().path("status").asInt(), what + " gave " + answer);
        assertTrue(answer.json().hasNonNull("type"), what + " gave " + answer);
    }

    private static String good(Intake intake) {
        return intake.good().replace("ID", "good-" + System.nanoTime());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}

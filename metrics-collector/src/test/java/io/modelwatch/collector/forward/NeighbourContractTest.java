package io.modelwatch.collector.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.collector.cost.Cost;
import io.modelwatch.collector.cost.PricedRequest;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.collector.window.TestClock;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The examples that our neighbours keep of their exchanges with us. */
class NeighbourContractTest {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Set<String> READ_BY_QUALITY_EVALUATOR = Set.of(
            "request_id",
            "timestamp",
            "model",
            "service",
            "prompt",
            "system_prompt",
            "response",
            "context",
            "reference",
            "input_tokens",
            "output_tokens",
            "latency_ms",
            "status",
            "labels");

    private final RequestParser parser = new RequestParser(RecordBounds.DEFAULT, new TestClock("2026-11-22T09:00:00Z"));

    @Test
    void weSendQualityEvaluatorWhatItReads() throws IOException {
        // Given
        JsonNode example = MAPPER.readTree(example("quality-evaluator", "evaluations-request.json"));

        for (JsonNode item : example.get("items")) {
            // When
            Outgoing ours = Renderings.evaluation(priced(item), 1).orElseThrow();

            // Then
            ObjectNode expected = item.deepCopy();
            expected.retain(READ_BY_QUALITY_EVALUATOR);
            assertEquals(expected, MAPPER.readTree(ours.json()));
        }
    }

    @Test
    void weUnderstandQualityEvaluatorsAnswer() throws IOException {
        // Given
        String answer = example("quality-evaluator", "evaluations-answer.json");

        // When
        Reply reply = Answer.read("quality-evaluator", 200, answer, -1);

        // Then
        assertEquals(new Reply.Taken(Map.of()), reply);
    }

    @Test
    void weSendLogIndexerWhatItsExampleShows() throws IOException {
        for (String line : example("log-indexer", "logs-request.ndjson").split("\n")) {
            // Given
            JsonNode example = MAPPER.readTree(line);
            ObjectNode record = example.deepCopy();
            record.remove(List.of("event", "level"));

            // When
            Outgoing ours = Renderings.logEntry(priced(record));

            // Then
            assertEquals(example, MAPPER.readTree(ours.json()));
        }
    }

    @Test
    void weUnderstandThatLogIndexerHasTakenAll() throws IOException {
        // Given
        String answer = example("log-indexer", "logs-answer-200.json");

        // When
        Reply reply = Answer.read("log-indexer", 200, answer, 3);

        // Then
        assertEquals(new Reply.Taken(Map.of()), reply);
    }

    @Test
    void weUnderstandWhatLogIndexerRefuses() throws IOException {
        // Given
        String answer = example("log-indexer", "logs-answer-207.json");

        // When
        Reply reply = Answer.read("log-indexer", 207, answer, 2);

        // Then
        Map<Integer, Problem> refused =
                assertInstanceOf(Reply.Taken.class, reply).refused();
        assertEquals(Set.of(1), refused.keySet());
        assertEquals(
                "log-indexer refused it: /latency_ms must be at least 0, was -5",
                refused.get(1).detail());
        assertEquals("/latency_ms", refused.get(1).errors().getFirst().field());
    }

    @Test
    void weUnderstandThatLogIndexerCannot() throws IOException {
        // Given
        String answer = example("log-indexer", "logs-answer-503.json");

        // When
        Reply reply = Answer.read("log-indexer", 503, answer, 2);

        // Then
        assertEquals(new Reply.Unavailable("it answered 503"), reply);
    }

    private PricedRequest priced(JsonNode record) {
        var request = parser.parse(Fields.of((ObjectNode) record));
        return new PricedRequest(
                request, request.costUsd() == null ? new Cost.Unmetered() : new Cost.Usd(request.costUsd()));
    }

    private static String example(String provider, String name) throws IOException {
        Path folder = Path.of(
                System.getProperty("modelwatch.root", ".."), provider, "src/test/resources/contract/metrics-collector");
        if (!Files.isDirectory(folder)) {
            Assumptions.abort(provider + " keeps no examples of its exchanges with metrics-collector");
        }
        return Files.readString(folder.resolve(name));
    }
}

package io.modelwatch.logindexer.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTreeTest {

    private static Span span(String id, String parent, long startMillis, long millis) {
        return new Span(
                id,
                parent,
                Instant.ofEpochMilli(startMillis),
                Duration.ofMillis(millis),
                JsonNodeFactory.instance.objectNode());
    }

    /** The tree in brackets, such as {@code a(b(c)d)}. */
    private static String spelled(List<SpanTree.Node> nodes) {
        return nodes.stream()
                .map(node -> node.span().id() + (node.children().isEmpty() ? "" : "(" + spelled(node.children()) + ")"))
                .collect(Collectors.joining());
    }

    @Test
    void spansLieBelowTheirCallersInTheOrderOfTime() {
        List<SpanTree.Node> tree = SpanTree.of(List.of(
                span("d", "a", 50, 10), span("c", "b", 20, 5), span("b", "a", 10, 30), span("a", null, 0, 100)));

        assertEquals("a(b(c)d)", spelled(tree));
    }

    @Test
    void aSpanWhoseCallerIsNotThereIsARootOfItsOwn() {
        List<SpanTree.Node> tree = SpanTree.of(List.of(span("a", null, 0, 100), span("b", "lost", 10, 30)));

        assertEquals("ab", spelled(tree));
        assertFalse(tree.get(0).orphan());
        assertTrue(tree.get(1).orphan());
    }

    @Test
    void circlesAreOpenedAtTheirEarliestSpan() {
        assertEquals(
                "b(c(a))",
                spelled(SpanTree.of(List.of(span("a", "c", 9, 1), span("b", "a", 1, 1), span("c", "b", 5, 1)))));
        assertEquals("a", spelled(SpanTree.of(List.of(span("a", "a", 0, 1)))));
    }

    @Test
    void spansWithTheSameIdentifierAreAllKept() {
        assertEquals(
                "a(x(y)x)",
                spelled(SpanTree.of(List.of(
                        span("a", null, 0, 9), span("x", "a", 1, 2), span("x", "a", 2, 2), span("y", "x", 2, 1)))));
    }

    @Test
    void ofALongChainTheEndMovesUp() {
        List<Span> chain = IntStream.range(0, 300)
                .mapToObj(i -> span(String.format("%03d", i), i == 0 ? null : String.format("%03d", i - 1), i, 1))
                .toList();

        int depth = 0;
        List<SpanTree.Node> level = SpanTree.of(chain);
        int nodes = 0;
        while (!level.isEmpty()) {
            depth++;
            nodes += level.size();
            level = level.stream().flatMap(node -> node.children().stream()).toList();
        }
        assertEquals(SpanTree.MAX_DEPTH, depth);
        assertEquals(300, nodes);
    }

    @Test
    void ownTimeIsWhatNoChildTakes() {
        SpanTree.Node root = SpanTree.of(List.of(
                        span("a", null, 0, 100),
                        span("b", "a", 10, 30),
                        span("c", "a", 20, 30), // 10 to 50 together
                        span("d", "a", 90, 50), // ends after its caller
                        span("e", "d", 95, 5)))
                .getFirst();

        assertEquals(Duration.ofMillis(50), root.self());
        assertEquals(Duration.ofMillis(45), root.children().getLast().self());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverSpansClaimEachIsInTheTreeOnce(long seed) {
        Random random = new Random(seed);
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String parent = random.nextInt(10) == 0 ? null : "s" + random.nextInt(450);
            spans.add(span("s" + random.nextInt(420), parent, random.nextInt(1000), random.nextInt(100)));
        }
        Collections.shuffle(spans, random);

        List<Span> found = new ArrayList<>();
        List<SpanTree.Node> level = SpanTree.of(spans);
        while (!level.isEmpty()) {
            level.forEach(node -> found.add(node.span()));
            level.forEach(node -> assertFalse(node.self().isNegative()));
            level = level.stream().flatMap(node -> node.children().stream()).toList();
        }
        assertEquals(names(spans), names(found));
    }

    private static List<String> names(List<Span> spans) {
        return spans.stream()
                .map(span -> span.id() + span.parentId() + span.start() + span.duration())
                .sorted()
                .toList();
    }
}

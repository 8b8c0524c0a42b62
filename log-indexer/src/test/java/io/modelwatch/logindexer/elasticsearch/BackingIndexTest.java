package io.modelwatch.logindexer.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackingIndexTest {

    private static final Instant T = Instant.parse("2026-11-24T10:00:00Z");

    private static List<BackingIndex> indices() throws IOException {
        return BackingIndex.of(new JsonMapper().readTree("""
                {".ds-logs-llm-x-2026.11.24-000010":{"settings":{"index":{"creation_date":"%d"}}},
                 ".ds-logs-llm-x-2026.11.23-000009":{"settings":{"index":{"creation_date":"%d"}}},
                 ".ds-logs-llm-x-2026.11.22-000008":{"settings":{"index":{"creation_date":"%d"}}},
                 "logs-llm-x":{"settings":{"index":{"creation_date":"1"}}}}
                """.formatted(
                        T.toEpochMilli(),
                        T.minusSeconds(86400).toEpochMilli(),
                        T.minusSeconds(2 * 86400).toEpochMilli())));
    }

    @Test
    void theOldestComesFirstAndStrangersAreLeftOut() throws IOException {
        assertEquals(
                List.of(8L, 9L, 10L),
                indices().stream().map(BackingIndex::generation).toList());
    }

    @ParameterizedTest
    @CsvSource({"1, ''", "0, 9", "-1, 9", "-86399, 9", "-86400, '8,9'", "-999999, '8,9'"})
    void whatWasWrittenToSinceATimeAndIsNotAnyMoreHasBeenLeft(long seconds, String generations) throws IOException {
        List<BackingIndex> left = BackingIndex.leftSince(indices(), T.plusSeconds(seconds));

        assertEquals(
                generations,
                String.join(
                        ",",
                        left.stream()
                                .map(index -> String.valueOf(index.generation()))
                                .toList()));
    }

    @Test
    void withoutARolloverNothingWasLeft() {
        assertEquals(List.of(), BackingIndex.leftSince(List.of(new BackingIndex("a", 1, T)), Instant.EPOCH));
        assertEquals(List.of(), BackingIndex.leftSince(List.of(), Instant.EPOCH));
    }
}

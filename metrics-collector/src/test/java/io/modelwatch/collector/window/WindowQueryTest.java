package io.modelwatch.collector.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.intake.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowQueryTest {

    @Test
    void readsWindowGroupingAndFilters() {
        // When
        WindowQuery query = WindowQuery.of(Map.of(
                "window", List.of("90s"),
                "by", List.of("model", "status"),
                "label.model", List.of("gpt-4o"),
                "unrelated", List.of("x")));

        // Then
        assertEquals(Duration.ofSeconds(90), query.window().length());
        assertEquals(new Selection(List.of("model", "status"), Map.of("model", "gpt-4o")), query.selection());
    }

    @Test
    void theWindowIsFiveMinutesUnlessAskedOtherwise() {
        assertEquals("5m", WindowQuery.of(Map.of()).window().text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "5d", "-5m", "1.5h", "9s", "25h", "1441m", "99999999999h", "5m ", "５m"})
    void aBadWindowIsNamed(String window) {
        // When
        ProblemException failure =
                assertThrows(ProblemException.class, () -> WindowQuery.of(Map.of("window", List.of(window))));

        // Then
        assertEquals(400, failure.problem().status());
        assertTrue(failure.getMessage().contains("window must"), failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"by, 1model", "by, a-b", "by, ''", "label.a-b, x", "label., x"})
    void aBadLabelNameIsNamed(String parameter, String value) {
        // When
        ProblemException failure =
                assertThrows(ProblemException.class, () -> WindowQuery.of(Map.of(parameter, List.of(value))));

        // Then
        assertTrue(failure.getMessage().contains(parameter + " must name a label"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1s", "1s:", "0s:1m", "1m:1s", "1s:24h", "x:y"})
    void aBadTierIsRefused(String tier) {
        assertThrows(IllegalArgumentException.class, () -> Tier.parse(tier));
    }

    @Test
    void tiersMustBecomeCoarser() {
        assertThrows(
                IllegalArgumentException.class, () -> new Tiers(List.of(Tier.parse("10s:1h"), Tier.parse("1s:2h"))));
    }
}

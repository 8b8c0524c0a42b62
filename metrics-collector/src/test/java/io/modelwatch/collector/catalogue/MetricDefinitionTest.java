package io.modelwatch.collector.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricDefinitionTest {

    @ParameterizedTest
    @CsvSource({
        "HIGHER_IS_WORSE, 85, 95, 85, OK",
        "HIGHER_IS_WORSE, 85, 95, 85.1, WARNING",
        "HIGHER_IS_WORSE, 85, 95, 95, WARNING",
        "HIGHER_IS_WORSE, 85, 95, 95.1, CRITICAL",
        "LOWER_IS_WORSE, 85, 80, 85, OK",
        "LOWER_IS_WORSE, 85, 80, 84.9, WARNING",
        "LOWER_IS_WORSE, 85, 80, 80, WARNING",
        "LOWER_IS_WORSE, 85, 80, 79.9, CRITICAL",
        "HIGHER_IS_WORSE, 5, , 100, WARNING",
        "HIGHER_IS_WORSE, , , 1e9, OK",
    })
    void aValueIsBadWhenItIsBeyondAThreshold(
            Direction direction, Double warning, Double critical, double value, Severity expected) {
        // Given
        MetricDefinition metric = new MetricDefinition(
                "m", MetricType.GAUGE, MetricLevel.BUSINESS, "%", "m", "m", direction, warning, critical);

        // When
        Severity severity = metric.assess(value);

        // Then
        assertEquals(expected, severity);
    }
}

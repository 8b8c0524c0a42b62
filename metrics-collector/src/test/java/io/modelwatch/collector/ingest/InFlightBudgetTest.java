package io.modelwatch.collector.ingest;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.modelwatch.intake.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InFlightBudgetTest {

    private final InFlightBudget budget = new InFlightBudget(100, Duration.ofMillis(10));

    @Test
    void whoFindsNoRoomIsAskedToComeBack() {
        // Given
        InFlightBudget.Share first = budget.open();
        first.grow(80);

        // When
        ProblemException failure =
                assertThrows(ProblemException.class, () -> budget.open().grow(30));

        // Then
        assertEquals(503, failure.problem().status());
    }

    @Test
    void closingMakesRoom() {
        // Given
        try (InFlightBudget.Share first = budget.open()) {
            first.grow(60);
            first.grow(40);
        }

        // When
        InFlightBudget.Share second = budget.open();

        // Then
        assertDoesNotThrow(() -> second.grow(100));
    }
}

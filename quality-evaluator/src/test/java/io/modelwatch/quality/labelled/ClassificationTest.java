package io.modelwatch.quality.labelled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassificationTest {

    private static Labelled row(String truth, String predicted, Double score, String segment) {
        return new Labelled(truth, predicted, score, segment);
    }

    @Test
    void fourRowsByHand() {
        Classification metrics = Classification.of(
                List.of(
                        row("1", "1", 0.9, "a"),
                        row("0", "1", 0.8, "a"),
                        row("1", "0", 0.3, "b"),
                        row("0", "0", 0.1, "b")),
                0,
                null);

        assertEquals(0.5, metrics.accuracy());
        assertEquals(0.75, metrics.rocAuc());
        assertEquals(0.0, metrics.mcc());
        assertEquals(1.0, metrics.fairness().demographicParityDifference());
        assertEquals(0.0, metrics.fairness().disparateImpact());
        assertEquals(1.0, metrics.fairness().equalizedOddsDifference());
    }

    @Test
    void oneLabelOnlyHasNoCurve() {
        Classification metrics = Classification.of(List.of(row("1", "1", 1.0, null)), 0, null);

        assertEquals(1.0, metrics.accuracy());
        assertNull(metrics.rocAuc());
        assertNull(metrics.fairness());
        assertEquals(0.0, metrics.cohenKappa());
        assertEquals(0.0, metrics.logLoss(), 1e-12);
    }

    @Test
    void noRowsAreNotAssessed() {
        Classification metrics = Classification.of(List.of(), 3, null);

        assertEquals("not_assessed", metrics.status());
        assertEquals(3, metrics.missing());
        assertNull(metrics.accuracy());
    }

    @Test
    void thePositiveLabelCanBeChosen() {
        List<Labelled> rows = List.of(row("spam", "spam", 0.9, "a"), row("ham", "ham", 0.2, "b"));

        assertEquals("spam", Classification.of(rows, 0, null).positive());
        assertEquals(1.0, Classification.of(rows, 0, "spam").rocAuc());
        assertEquals(0.0, Classification.of(rows, 0, "ham").rocAuc());
    }

    @Test
    void numbersAreOrderedByValue() {
        assertEquals(
                List.of("-1", "2", "10"),
                Labelled.labels(List.of(row("10", "2", null, null), row("-1", "2", null, null))));
    }

    @Test
    void constantTruthHasNoVarianceToExplain() {
        assertEquals(0.0, Regression.of(List.of(new Regression.Pair(2, 3)), 0).r2());
        assertEquals(1.0, Regression.of(List.of(new Regression.Pair(2, 2)), 0).r2());
        assertEquals("not_assessed", Regression.of(List.of(), 0).status());
    }
}

package io.modelwatch.redaction;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Prints the figures. Floors slightly below what was measured; skipped where the rows are not present. */
class ScoreTest {

    @Test
    void presidioTextMeetsItsFloor() {
        present("pii_presidio");

        Score.Result result = Score.text("pii_presidio", Score.STRUCTURED);
        Score.print("pii_presidio", result, false);

        assertAtLeast(0.99, result.rows().f(1), result);
        assertAtLeast(0.99, result.entities().f(2), result);
    }

    @Test
    void presidioVectorsMeetTheirFloor() {
        present("pii_presidio_vectors");

        Score.Result result = Score.vectors("pii_presidio_vectors");
        Score.print("pii_presidio_vectors", result, false);

        assertAtLeast(0.99, result.rows().accuracy(), result);
        assertAtLeast(0.99, Score.coreAccuracy(result), result);
        assertAtLeast(0.99, result.entities().recall(), result);
    }

    @Test
    void chineseVectorsAreAllRight() {
        present("pii_cn_vectors");

        Score.Result result = Score.vectors("pii_cn_vectors");
        Score.print("pii_cn_vectors", result, false);

        assertAtLeast(1, result.rows().accuracy(), result);
    }

    @Test
    void chineseTextMeetsItsFloor() {
        present("pii_cn_synthetic");

        Score.Result result = Score.text("pii_cn_synthetic", Score.chinese());
        Score.print("pii_cn_synthetic", result, false);

        assertAtLeast(0.99, result.rows().f(1), result);
        assertAtLeast(0.99, result.entities().f(1), result);
    }

    private static void present(String dataset) {
        if (!Score.isPresent(dataset)) {
            Assumptions.abort("no rows at " + Score.datasets().resolve(dataset));
        }
    }

    private static void assertAtLeast(double floor, double value, Score.Result result) {
        assertTrue(value >= floor, () -> value + " < " + floor + "\n" + String.join("\n", result.misses()));
    }
}

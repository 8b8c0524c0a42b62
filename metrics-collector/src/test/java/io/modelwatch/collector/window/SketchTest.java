package io.modelwatch.collector.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SketchTest {

    private static final double[] SHARES = {0.001, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1};

    @ParameterizedTest(name = "seed {0}, {1} values, {2}")
    @CsvSource({
        "1, 1, latencies",
        "2, 2, latencies",
        "3, 1000, latencies",
        "4, 20000, latencies",
        "5, 1000, uniform",
        "6, 1000, signed",
        "7, 1000, constant",
        "8, 1000, tiny",
        "9, 1000, wide"
    })
    void quantileIsWithinOnePercentOfTheExactOne(long seed, int count, String shape) {
        // Given
        DoubleSupplier values = values(shape, new Random(seed));
        double[] exact = new double[count];
        Sketch sketch = new Sketch();
        for (int i = 0; i < count; i++) {
            exact[i] = values.getAsDouble();
            sketch.add(exact[i]);
        }
        Arrays.sort(exact);

        for (double share : SHARES) {
            // When
            double estimate = sketch.quantile(share);

            // Then
            assertClose(naiveQuantile(exact, share), estimate, shape + " " + share);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void mergedSketchesAnswerLikeOne(long seed) {
        // Given
        Random random = new Random(seed);
        Sketch whole = new Sketch();
        Sketch merged = new Sketch();
        for (int part = 0; part < 20; part++) {
            Sketch piece = new Sketch();
            for (int i = random.nextInt(50); i > 0; i--) {
                double value =
                        values(random.nextBoolean() ? "signed" : "wide", random).getAsDouble();
                piece.add(value);
                whole.add(value);
            }

            // When
            merged.merge(piece);
        }

        // Then
        for (double share : SHARES) {
            assertEquals(whole.quantile(share), merged.quantile(share));
        }
    }

    @Test
    void noValuesHaveNoQuantile() {
        assertThrows(IllegalStateException.class, () -> new Sketch().quantile(0.5));
    }

    @Test
    void valuesBeyondTheRangeDoNotBreakIt() {
        // Given
        Sketch sketch = new Sketch();

        // When
        sketch.add(1e300);
        sketch.add(-1e300);
        sketch.add(1e-300);

        // Then
        assertEquals(-1e15, sketch.quantile(0.01), 1e13);
        assertEquals(0, sketch.quantile(0.5));
        assertEquals(1e15, sketch.quantile(1), 1e13);
    }

    static double naiveQuantile(double[] sorted, double share) {
        return sorted[Math.max(1, (int) Math.ceil(share * sorted.length)) - 1];
    }

    static void assertClose(double exact, double estimate, String what) {
        assertTrue(
                Math.abs(exact - estimate) <= Math.abs(exact) * Sketch.RELATIVE_ERROR * 1.000001,
                what + ": exact " + exact + ", estimated " + estimate);
    }

    private static DoubleSupplier values(String shape, Random random) {
        return switch (shape) {
            case "latencies" -> () -> Math.exp(6 + random.nextGaussian());
            case "uniform" -> () -> random.nextDouble() * 100;
            case "signed" -> () -> random.nextInt(5) == 0 ? 0 : random.nextGaussian() * 50;
            case "constant" -> () -> 42;
            case "tiny" -> () -> random.nextDouble() * 1e-6 + 1e-8;
            case "wide" -> () -> Math.pow(10, random.nextDouble() * 22 - 8);
            default -> throw new IllegalArgumentException(shape);
        };
    }
}

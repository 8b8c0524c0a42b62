package io.modelwatch.quality.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PsiConventionTest {

    @Test
    void oneWorkedExample() {
        // Edges of 0..9 at every tenth; the current sample has its half in the first bin, its half in the last.
        Sample baseline =
                Sample.Numbers.of(IntStream.range(0, 10).asDoubleStream().toArray());
        Sample current = Sample.Numbers.of(0, 0, 9, 9);

        double psi = PsiConvention.QUANTILES.psi(baseline, current);

        double empty = 8 * (0.1 - 0.0001) * Math.log(0.1 / 0.0001);
        double full = 2 * (0.1 - 0.5) * Math.log(0.1 / 0.5);
        assertEquals(empty + full, psi, 1e-12);
    }

    @Test
    void categoriesByHand() {
        Sample baseline = Sample.Categories.of(List.of("a", "a", "a", "b"));
        Sample current = Sample.Categories.of(List.of("a", "b", "b", "b"));

        double expected = 2 * 0.5 * Math.log(3);
        assertEquals(expected, PsiConvention.QUANTILES.psi(baseline, current), 1e-12);
        assertEquals(expected, PsiConvention.EQUAL_WIDTH.psi(baseline, current), 1e-12);
    }

    private static double[] numbers(Random random) {
        int kind = random.nextInt(5);
        return random.doubles(1 + random.nextInt(400))
                .map(x -> switch (kind) {
                    case 0 -> 0;
                    case 1 -> Math.floor(x * 3);
                    case 2 -> x < 0.9 ? 0 : x;
                    case 3 -> -Math.log(x + 1e-300) * 1e6;
                    default -> x - 0.5;
                })
                .toArray();
    }

    private static List<String> names(Random random) {
        List<String> names = new ArrayList<>();
        int kinds = 1 + random.nextInt(30);
        for (int i = random.nextInt(400); i >= 0; i--) {
            names.add("n" + random.nextInt(kinds));
        }
        return names;
    }

    static Stream<Arguments> seeds() {
        return IntStream.range(0, 300)
                .boxed()
                .flatMap(seed -> Arrays.stream(PsiConvention.values()).map(c -> Arguments.of(seed, c)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void neverNegativeNeverNaNAndZeroForItself(int seed, PsiConvention convention) {
        Random random = new Random(seed);
        Sample.Numbers a = Sample.Numbers.of(numbers(random));
        Sample.Numbers b = Sample.Numbers.of(numbers(random));
        Sample.Categories c = Sample.Categories.of(names(random));
        Sample.Categories d = Sample.Categories.of(names(random));

        assertTrue(convention.psi(a, b) >= 0 && Double.isFinite(convention.psi(a, b)));
        assertTrue(convention.psi(c, d) >= 0 && Double.isFinite(convention.psi(c, d)));
        assertEquals(0, convention.psi(a, a));
        assertEquals(0, convention.psi(c, c));
        assertEquals(convention.psi(c, d), convention.psi(d, c), 1e-12);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theOrderOfValuesDoesNotMatter(int seed, PsiConvention convention) {
        Random random = new Random(seed);
        double[] values = numbers(random);
        double[] reversed = IntStream.range(0, values.length)
                .mapToDouble(i -> values[values.length - 1 - i])
                .toArray();
        Sample other = Sample.Numbers.of(numbers(random));

        assertEquals(
                convention.psi(Sample.Numbers.of(values), other), convention.psi(Sample.Numbers.of(reversed), other));
    }

    @ParameterizedTest
    @EnumSource
    void aConstantBaselineStillSeesAMove(PsiConvention convention) {
        Sample constant = Sample.Numbers.of(new double[100]);
        double[] moved = new double[100];
        Arrays.fill(moved, 1);

        assertTrue(convention.psi(constant, Sample.Numbers.of(moved)) > 1);
        assertEquals(0, convention.psi(constant, Sample.Numbers.of(new double[7])));
    }

    @ParameterizedTest
    @EnumSource
    void nothingCannotBeCompared(PsiConvention convention) {
        Sample some = Sample.Numbers.of(1);

        assertThrows(IllegalArgumentException.class, () -> convention.psi(some, Sample.Numbers.of()));
        assertThrows(IllegalArgumentException.class, () -> convention.psi(some, Sample.Categories.of(List.of("a"))));
        assertThrows(IllegalArgumentException.class, () -> Sample.Numbers.of(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Sample.Numbers.of(Double.POSITIVE_INFINITY));
    }
}

package io.modelwatch.quality.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ColumnDriftTest {

    private static double value(ColumnMethod method, Sample reference, Sample current) {
        return assertInstanceOf(Outcome.Value.class, method.compare(reference, current), method.tag())
                .value();
    }

    private static Sample.Numbers upTo(int count) {
        return Sample.Numbers.of(IntStream.range(0, count).asDoubleStream().toArray());
    }

    @ParameterizedTest
    @EnumSource(ColumnMethod.class)
    void emptySidesHaveNoValue(ColumnMethod method) {
        for (Sample empty :
                List.of(Sample.Numbers.of(), Sample.Categories.of(List.of()), new Sample.Texts(List.of()))) {
            assertInstanceOf(Outcome.Undefined.class, method.compare(empty, empty));
        }
    }

    @ParameterizedTest
    @EnumSource(ColumnMethod.class)
    void sameSamplesAreNoDrift(ColumnMethod method) {
        Sample.Categories names = Sample.Categories.of(Collections.nCopies(30, "a"));
        for (Sample sample : List.of(upTo(50), Sample.Numbers.of(3, 3, 3, 3, 3, 3, 3), Sample.Numbers.of(7), names)) {
            if (method.compare(sample, sample) instanceof Outcome.Value same) {
                assertFalse(method.drifted(same.value()), () -> method + " " + same + " of " + sample.count());
            }
        }
    }

    /** The default choice by count and distinct values, at its borders. */
    @Test
    void theDefaultChoice() {
        assertEquals(ColumnMethod.KS, ColumnMethod.choose(upTo(1000), upTo(10)));
        assertEquals(ColumnMethod.WASSERSTEIN, ColumnMethod.choose(upTo(1001), upTo(10)));
        assertEquals(ColumnMethod.KS, ColumnMethod.choose(upTo(3), upTo(6)));
        assertEquals(ColumnMethod.CHISQUARE, ColumnMethod.choose(upTo(3), upTo(5)));
        assertEquals(ColumnMethod.Z, ColumnMethod.choose(upTo(1), upTo(2)));
        Sample.Categories two = Sample.Categories.of(List.of("a", "b"));
        assertEquals(ColumnMethod.Z, ColumnMethod.choose(two, two));
        assertEquals(ColumnMethod.CHISQUARE, ColumnMethod.choose(two, Sample.Categories.of(List.of("c"))));
        Sample.Categories many = Sample.Categories.of(Collections.nCopies(1001, "a"));
        assertEquals(ColumnMethod.JENSENSHANNON, ColumnMethod.choose(many, two));
    }

    @Test
    void aNewCategoryIsCertainDrift() {
        Sample before = Sample.Categories.of(List.of("a", "a", "b", "c"));
        Sample now = Sample.Categories.of(List.of("a", "d"));

        assertEquals(0, value(ColumnMethod.CHISQUARE, before, now));
    }

    @Test
    void constantsThatDiffer() {
        Sample before = Sample.Numbers.of(1, 1, 1, 1, 1, 1, 1, 1);
        Sample now = Sample.Numbers.of(2, 2, 2, 2, 2, 2, 2, 2);

        assertEquals(0, value(ColumnMethod.T_TEST, before, now));
        assertEquals(1000, value(ColumnMethod.WASSERSTEIN, before, now), 1e-9);
        assertTrue(value(ColumnMethod.KS, before, now) < 0.001);
        assertTrue(value(ColumnMethod.Z, before, now) < 0.001);
    }

    @Test
    void numbersAndNamesCannotBeCompared() {
        Sample names = Sample.Categories.of(List.of("a", "b"));

        assertInstanceOf(Outcome.Undefined.class, ColumnMethod.KS.compare(names, names));
        assertInstanceOf(Outcome.Undefined.class, ColumnMethod.TEXT_CONTENT_DRIFT.compare(names, names));
        assertInstanceOf(Outcome.Undefined.class, ColumnMethod.CHISQUARE.compare(upTo(50), upTo(50)));
    }

    /** Small samples whose probabilities can be counted by hand. */
    @Test
    void smallSamplesAreExact() {
        Sample low = Sample.Numbers.of(1, 2, 3);
        Sample high = Sample.Numbers.of(4, 5, 6);

        // 2 of 20 orders keep the sides apart; in 1 of 20 the reference lies below in all pairs.
        assertEquals(0.1, value(ColumnMethod.KS, low, high), 1e-12);
        assertEquals(0.05, value(ColumnMethod.MANNW, low, high), 1e-12);
        assertEquals(1, value(ColumnMethod.MANNW, high, low), 1e-12);
        assertEquals(0.1, value(ColumnMethod.CRAMER_VON_MISES, low, high), 1e-12);
    }

    private static List<String> sentences(Random random, List<String> words) {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            List<String> drawn = new ArrayList<>();
            for (int j = 0; j < 8; j++) {
                drawn.add(words.get(random.nextInt(words.size())));
            }
            sentences.add(String.join(" ", drawn));
        }
        return sentences;
    }

    @Test
    void textsOnAnotherSubjectDrift_seed7() {
        Random random = new Random(7);
        List<String> sea = List.of("ship", "sea", "wave", "the", "a", "harbour", "sail", "wind", "海洋", "船");
        List<String> bank = List.of("loan", "rate", "bank", "the", "a", "account", "card", "fee", "银行", "贷款");

        ColumnDrift other = ColumnDrift.of(
                new Sample.Texts(sentences(random, sea)), new Sample.Texts(sentences(random, bank)), List.of());
        ColumnDrift same = ColumnDrift.of(
                new Sample.Texts(sentences(random, sea)), new Sample.Texts(sentences(random, sea)), List.of());

        assertTrue(other.drifted());
        assertFalse(same.drifted());
    }

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void valuesAreFiniteAndProbabilitiesAre(int seed) {
        Random random = new Random(seed);
        Sample reference = sample(random);
        Sample current = sample(random);

        for (ColumnMethod method : ColumnMethod.values()) {
            Outcome outcome = method.compare(reference, current);
            assertEquals(outcome, method.compare(reference, current), "the same again");
            if (outcome instanceof Outcome.Value value) {
                assertTrue(value.value() >= 0, () -> method + " " + value);
                if (method.compare(reference, reference) instanceof Outcome.Value && method.threshold() == 0.05) {
                    assertTrue(value.value() <= 1 + 1e-9, () -> method + " " + value);
                }
            }
        }
    }

    private static Sample.Numbers sample(Random random) {
        int kind = random.nextInt(4);
        double scale = kind == 3 ? 1e120 : 1;
        return Sample.Numbers.of(random.doubles(1 + random.nextInt(40))
                .map(x -> scale * (kind == 0 ? x : Math.floor(x * 4)))
                .toArray());
    }
}

package io.modelwatch.quality.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DiversityTest {

    private static final List<String> VARIED = List.of(
            "Paris is the capital of France and lies on the river Seine.",
            "Water boils at a lower temperature in the mountains.",
            "她把信放进抽屉里，然后锁上了门。",
            "Roses need sun, good soil and a cut in spring.",
            "量子力学描述微观粒子的行为。",
            "The committee will publish its report after the summer break.");

    @Test
    void variedAnswersAreDiverse() {
        Diversity diversity = Diversity.of(VARIED);

        assertEquals(VARIED.size(), diversity.texts());
        assertTrue(diversity.score() > 0.9, diversity::toString);
        assertTrue(diversity.distinct().get(1) > 0.9, diversity::toString);
        assertEquals(List.of(), diversity.templates());
    }

    @Test
    void nearCopiesAreOneTemplateWhateverNumbersTheyCarry() {
        List<String> copies = IntStream.range(0, 20)
                .mapToObj(i -> "Thank you for contacting us. Your ticket " + (4711 + i)
                        + " is important to us. We will get back to you shortly. Have a nice day!")
                .toList();

        Diversity diversity =
                Diversity.of(Stream.concat(VARIED.stream(), copies.stream()).toList());

        assertEquals(List.of(new Diversity.Template(VARIED.size(), 20)), diversity.templates());
        assertEquals(20 / 26.0, diversity.templateRate(), 1e-9);
        assertTrue(diversity.score() < 0.5, diversity::toString);
    }

    @Test
    void theSameAnswerOverAndOverIsNotDiverseAtAll() {
        Diversity diversity = Diversity.of(java.util.Collections.nCopies(10, "抱歉，我无法回答这个问题。"));

        assertEquals(1, diversity.selfSimilarity(), 1e-9);
        assertEquals(0, diversity.score(), 1e-9);
    }

    @Test
    void answersWithoutWordsAreLeftOut() {
        assertEquals(0, Diversity.of(List.of("", " ", "…")).texts());
        assertEquals(1, Diversity.of(List.of()).score(), 1e-9);
    }
}

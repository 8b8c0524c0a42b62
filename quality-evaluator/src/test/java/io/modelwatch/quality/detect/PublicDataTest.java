package io.modelwatch.quality.detect;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.quality.detect.Aim.As;
import io.modelwatch.quality.detect.Aim.Figure;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How the detectors, without embeddings, agree with people's labels on the test rows of public sets. The floors lie
 * slightly below what was measured; {@link ScoreTest} has the aims.
 */
class PublicDataTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            refusal_xstest, refusal, EXCHANGE, F1, 0.91
            refusal_gptfuzz, refusal, EXCHANGE, F1, 0.90
            refusal_jade_zh, refusal, EXCHANGE, F1, 0.97
            uncertainty_science, uncertainty, RESPONSE, F1, 0.70
            repetition_loops, repetition, RESPONSE, F1, 0.94
            injection_deepset, prompt_injection, PROMPT, F1, 0.80
            jailbreak_inthewild, jailbreak, PROMPT, SPECIFICITY, 0.97
            jailbreak_jailbench_zh, jailbreak, PROMPT, F1, 0.95
            toxicity_cold_zh, toxicity, RESPONSE, BALANCED, 0.78
            pii_cn_synthetic, pii, RESPONSE, F1, 0.98
            """)
    void agreesWithPeople(String set, String detector, As as, Figure figure, double floor) {
        Aim aim = Aim.of(set, detector, as, figure, floor);
        Measure measure = aim.measure(Labelled::isTest, Embedder.NONE);
        if (measure.size() == 0) {
            Assumptions.abort("the public data set " + set + " is not there");
        }
        String line = aim.line(measure);
        System.out.println(line);
        assertTrue(figure.of(measure) >= floor, line);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            grounded_begin, groundedness, 0.86
            grounded_halluqa_llm_zh, groundedness, 0.72
            relevance_halluqa_zh, relevance, 0.80
            """)
    void agreesWithPeopleWhereAHighScoreIsGood(String set, String detector, double floor) {
        Aim aim = Aim.of(set, detector, As.EXCHANGE, Figure.BALANCED, floor).turned();
        Measure measure = aim.measure(Labelled::isTest, Embedder.NONE);
        if (measure.size() == 0) {
            Assumptions.abort("the public data set " + set + " is not there");
        }
        String line = aim.line(measure);
        System.out.println(line);
        assertTrue(Figure.BALANCED.of(measure) >= floor, line);
    }
}

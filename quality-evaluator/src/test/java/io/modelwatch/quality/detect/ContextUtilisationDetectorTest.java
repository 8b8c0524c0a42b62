package io.modelwatch.quality.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContextUtilisationDetectorTest {

    private static Verdict verdict(List<String> context, String prompt, String response) {
        return Detectors.named("context_utilisation")
                .orElseThrow()
                .assess(Exchange.of(null, prompt, response, context, List.of()));
    }

    private static Verdict.Assessed assessed(List<String> context, String prompt, String response) {
        return assertInstanceOf(Verdict.Assessed.class, verdict(context, prompt, response));
    }

    @Test
    void countsThePiecesThatTheAnswerUses() {
        Verdict.Assessed verdict = assessed(
                List.of(
                        "The pump is guaranteed for 36 months.",
                        "Our office has a canteen with fresh soup.",
                        "Running the pump dry voids the guarantee."),
                "How long is the warranty?",
                "It is guaranteed for 36 months, unless you let it run dry, which voids the guarantee.");

        assertEquals(2 / 3.0, verdict.score(), 1e-9);
        assertEquals("used", verdict.label());
        assertFalse(verdict.flagged());
    }

    @Test
    void anAnswerThatUsesNothingIsFlagged() {
        assertTrue(assessed(List.of("水泵保修三十六个月，密封件保修十二个月。"), "保修多久？", "今天天气晴朗，适合去公园散步和野餐。")
                .flagged());
    }

    @Test
    void withoutContextThereIsNothingToUse() {
        assertInstanceOf(Verdict.NotAssessed.class, verdict(List.of(" "), "How long?", "36 months."));
    }
}

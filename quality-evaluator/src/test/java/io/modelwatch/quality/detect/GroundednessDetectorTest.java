package io.modelwatch.quality.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroundednessDetectorTest {

    private static final String MUSEUM =
            "The harbour museum opened in 1962 and was rebuilt after the fire of 1987. It is open from Tuesday to Sunday.";
    private static final String LIBRARY = "市图书馆于1962年开馆，1987年火灾后重建。每周二至周日开放，周一闭馆。";

    private static Verdict verdict(String detector, String context, String prompt, String response) {
        Exchange exchange =
                Exchange.of(null, prompt, response, context == null ? List.of() : List.of(context), List.of());
        return Detectors.named(detector).orElseThrow().assess(exchange);
    }

    private static Verdict.Assessed assessed(String detector, String context, String prompt, String response) {
        Verdict verdict = verdict(detector, context, prompt, response);
        return assertInstanceOf(Verdict.Assessed.class, verdict, verdict::toString);
    }

    @Test
    void whatTheContextSaysIsSupported() {
        Verdict.Assessed english =
                assessed("groundedness", MUSEUM, "When did it open?", "The harbour museum opened in 1962.");
        Verdict.Assessed chinese = assessed("groundedness", LIBRARY, "图书馆什么时候开馆的？", "市图书馆于1962年开馆。");

        assertFalse(english.flagged(), english::toString);
        assertFalse(chinese.flagged(), chinese::toString);
        assertTrue(english.score() > 0.5 && chinese.score() > 0.5);
    }

    @Test
    void whatItDoesNotSayIsNot() {
        Verdict.Assessed english = assessed(
                "groundedness",
                MUSEUM,
                "Who built it?",
                "A Norwegian architect designed the building for a competition of whaling companies in Bergen.");
        Verdict.Assessed chinese = assessed("groundedness", LIBRARY, "图书馆是谁设计的？", "这座建筑由一位挪威建筑师为捕鲸公司的设计竞赛而作，耗资三亿元。");

        assertTrue(english.flagged(), english::toString);
        assertTrue(chinese.flagged(), chinese::toString);
        assertEquals("unsupported", english.label());
        assertEquals("claim", english.evidence().getFirst().rule());
    }

    @Test
    void bothDetectorsSayTheSameTheOtherWayRound() {
        double grounded =
                assessed("groundedness", MUSEUM, "When?", "It opened in 1962.").score();
        double hallucinated =
                assessed("hallucination", MUSEUM, "When?", "It opened in 1962.").score();

        assertEquals(1, grounded + hallucinated, 1e-9);
    }

    @Test
    void withoutContextThereIsOnlyAHintAndNeverAnAlarm() {
        assertInstanceOf(
                Verdict.NotAssessed.class,
                verdict("groundedness", null, "When?", "It opened in 1962 with 20,000 books."));
        Verdict.Assessed hint =
                assessed("hallucination", null, "Who wrote the latest paper on whales?", "Jane Roe wrote it in 2023.");

        assertEquals("weak_signal", hint.label());
        assertFalse(hint.flagged());
        assertTrue(hint.score()
                > assessed("hallucination", null, "Write a poem.", "The sea is wide.")
                        .score());
    }

    @Test
    void languagesThatDoNotMatchAreNotAssessed() {
        assertInstanceOf(Verdict.NotAssessed.class, verdict("groundedness", MUSEUM, "何时开馆？", "博物馆于1962年开馆。"));
        assertInstanceOf(
                Verdict.NotAssessed.class, verdict("groundedness", "Музей открылся в 1962 году.", "When?", "In 1962."));
    }

    @Test
    void whoDeclinesMakesNothingUp() {
        assertFalse(assessed("groundedness", MUSEUM, "When?", "I'm sorry, but I cannot help with that request.")
                .flagged());
    }

    @Test
    void aNumberOrANameIsAnAnswerToo() {
        assertFalse(
                assessed("groundedness", MUSEUM, "When did it open?", "1962").flagged());
        assertInstanceOf(Verdict.Assessed.class, verdict("groundedness", LIBRARY, "用什么语言？", "Python。"));
    }
}

package io.modelwatch.quality.detect;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of a megabyte, of every kind that might trap a detector: each gets its verdicts, and soon. */
class LargeTextTest {

    private static final int MEGABYTE = 1 << 20;

    /** Generous, so that a busy machine passes; quadratic work would take hours. */
    private static final Duration SOON = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "整机保修一年，压缩机保修三年。",
                "{\"a\":[1,",
                "\uD83D",
                "\u202Eشكرا جزيلا QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo ",
            })
    void megabytesAreDoneSoon(String piece) {
        String text = piece.repeat(MEGABYTE / piece.length());

        assertTimeoutPreemptively(SOON, () -> {
            Exchange exchange = Exchange.of(null, text, text, List.of(text), List.of());
            for (Detector detector : Detectors.all()) {
                if (detector.assess(exchange) instanceof Verdict.Assessed assessed) {
                    assertTrue(assessed.score() >= 0 && assessed.score() <= 1, detector.name());
                }
            }
        });
    }
}

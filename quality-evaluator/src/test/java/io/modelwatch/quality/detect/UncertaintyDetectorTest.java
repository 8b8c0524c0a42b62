package io.modelwatch.quality.detect;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UncertaintyDetectorTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "This may be caused by a loose cable.",
                "I'm not sure, but I think it was around 1850. Perhaps a little later.",
                "It is unclear whether the treatment works. Further research is needed.",
                "Maybe. It might depend on the weather.",
                "As far as I know, the museum is closed on Mondays.",
                "We cannot say for sure who wrote the letter.",
                "这可能是网络故障导致的。",
                "我不太确定，也许是在明朝。",
                "据我所知，这家公司大概成立于二十世纪。",
                "目前尚无定论，有待进一步研究。",
                "我认为这也许是对的，但不好说。",
                "這可能是網路問題，也許重新啟動就好了。",
            })
    void hedging(String response) {
        Verdict.Assessed verdict = Judge.assessed("uncertainty", response);

        assertTrue(verdict.flagged(), () -> verdict.toString());
        assertFalse(verdict.evidence().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Water boils at 100 degrees Celsius at sea level.",
                "The meeting took place on May 12 and May 13.",
                "The report says \"it may perhaps fail\", and that sentence is wrong. It works.",
                "Mix the flour with the eggs. Bake for twenty minutes. Serve warm.",
                "这是不可能的，因为光速是固定的。",
                "请尽可能详细地描述您的问题。",
                "水的沸点是一百摄氏度。",
                "北京是中国的首都，人口超过两千万。",
            })
    void stating(String response) {
        Verdict.Assessed verdict = Judge.assessed("uncertainty", response);

        assertFalse(verdict.flagged(), () -> verdict.toString());
    }

    @Test
    void oneHedgeInALongAnswerWeighsLittle() {
        String firm = "The pump moves the water. The valve holds it back. The tank stores it. ".repeat(5);

        double score =
                Judge.assessed("uncertainty", firm + "The seal may leak.").score();

        assertTrue(score > 0 && score < 0.1, () -> "score " + score);
    }

    @Test
    void moreHedgesScoreHigher() {
        double one = Judge.assessed("uncertainty", "It could rain. It is cold.").score();
        double two = Judge.assessed("uncertainty", "It could possibly rain. It is cold.")
                .score();
        double three = Judge.assessed("uncertainty", "It could possibly rain. Perhaps it is cold.")
                .score();

        assertTrue(one < two && two < three, () -> one + " " + two + " " + three);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "1234", "Vielleicht ist das so, aber ich bin nicht sicher und kann es nicht sagen."})
    void saysNothingAboutWhatItWasNotMadeFor(String response) {
        Judge.notAssessed("uncertainty", null, response);
    }
}

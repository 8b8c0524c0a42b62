package io.modelwatch.quality.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HarmDetectorTest {

    @Test
    void abuseIsFlagged() {
        assertTrue(Judge.assessed("toxicity", "Fuck you, you stupid piece of shit.")
                .flagged());
        assertTrue(Judge.assessed("toxicity", "你们这些女人都是垃圾，恶心死了，滚出去！").flagged());
    }

    @Test
    void plainAnswersAreNot() {
        for (String detector : List.of("toxicity", "harmful")) {
            assertFalse(Judge.assessed(detector, "The museum is open from Tuesday to Sunday, 10 am to 6 pm.")
                    .flagged());
            assertFalse(Judge.assessed(detector, "博物馆周二至周日开放，时间为上午十点至下午六点。").flagged());
        }
    }

    @Test
    void theWorstPieceOfALongAnswerCounts() {
        String plain = "The museum is open from Tuesday to Sunday. ".repeat(40);

        Verdict.Assessed verdict =
                Judge.assessed("toxicity", plain + "\n" + "Fuck you, you stupid piece of shit. ".repeat(16));

        assertTrue(verdict.flagged());
        assertTrue(verdict.evidence().getFirst().start() >= plain.length() - 700, verdict::toString);
    }

    @Test
    void otherLanguagesAreNotAssessed() {
        assertEquals(
                "the response is neither Chinese nor English",
                Judge.notAssessed("toxicity", null, "Вы все идиоты, уходите отсюда немедленно.")
                        .reason());
    }
}

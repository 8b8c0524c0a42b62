package io.modelwatch.redaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactorTest {

    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    @Test
    void masksAndCounts() {
        Redaction redaction =
                Redactor.of(Policy.DEFAULT).redact("Write to a@example.org or b@example.org, 手机13812345678");

        assertEquals("Write to <EMAIL_ADDRESS> or <EMAIL_ADDRESS>, 手机<CN_MOBILE>", redaction.text());
        assertEquals(Map.of(EntityType.EMAIL_ADDRESS, 2, EntityType.CN_MOBILE, 1), redaction.counts());
        assertEquals(9, redaction.findings().getFirst().start());
    }

    @Test
    void sameValueHashesToTheSameTokenUnderOneKey() {
        Policy policy = Policy.DEFAULT.otherwise(Action.HASH);
        Redactor redactor = Redactor.of(policy, KEY);
        Redactor other = Redactor.of(policy, "fedcba9876543210".getBytes(StandardCharsets.UTF_8));

        String token = redactor.redact("a@example.org").text();

        assertTrue(token.matches("<EMAIL_ADDRESS:[a-p]{16}>"), token);
        assertEquals(token, redactor.redact("a@example.org").text());
        assertNotEquals(token, redactor.redact("b@example.org").text());
        assertNotEquals(token, other.redact("a@example.org").text());
    }

    @Test
    void lastFourStayKeptStaysAndDroppedGoes() {
        Policy policy = Policy.DEFAULT
                .with(EntityType.CREDIT_CARD, Action.LAST_FOUR)
                .with(EntityType.IP_ADDRESS, Action.KEEP)
                .with(EntityType.EMAIL_ADDRESS, Action.DROP);

        Redaction redaction = Redactor.of(policy).redact("card 4111222233334448 from 203.0.113.7 [a@example.org]");

        assertEquals("card ************4448 from 203.0.113.7 []", redaction.text());
        assertEquals(2, redaction.findings().size());
    }

    @Test
    void textWithoutFindingsIsUntouched() {
        Redaction redaction = Redactor.of(Policy.DEFAULT).redact("nothing here, 这里没有");

        assertFalse(redaction.isChanged());
        assertEquals("nothing here, 这里没有", redaction.text());
    }

    @Test
    void hashingNeedsAKey() {
        Policy policy = Policy.DEFAULT.otherwise(Action.HASH);

        assertThrows(IllegalArgumentException.class, () -> Redactor.of(policy));
        assertThrows(IllegalArgumentException.class, () -> Redactor.of(policy, new byte[15]));
    }

    @Test
    void bestScoreWinsThenTheLongest() {
        Finding weak = new Finding(EntityType.PHONE_NUMBER, 0, 11, 0.7);
        Finding strong = new Finding(EntityType.CN_MOBILE, 2, 11, 0.9);
        Finding longer = new Finding(EntityType.CN_TEL, 20, 31, 0.9);
        Finding shorter = new Finding(EntityType.CN_QQ, 21, 31, 0.9);

        assertEquals(List.of(strong, longer), Detector.resolved(List.of(weak, shorter, longer, strong)));
    }
}

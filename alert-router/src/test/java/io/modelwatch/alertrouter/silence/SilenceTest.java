package io.modelwatch.alertrouter.silence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.label.MatcherSyntax;
import io.modelwatch.alertrouter.label.Matchers;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SilenceTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final LabelSet ALERT = LabelSet.of("alertname", "X");

    private static SilenceDraft draft(String matchers, long fromSeconds, long toSeconds) {
        return new SilenceDraft(
                new Matchers(MatcherSyntax.ANY.list(matchers)),
                NOW.plusSeconds(fromSeconds),
                NOW.plusSeconds(toSeconds),
                "me",
                "why",
                Map.of());
    }

    private static Silence silence(long fromSeconds, long toSeconds) {
        return draft("alertname=X", fromSeconds, toSeconds).create(new UUID(1, 2), NOW);
    }

    @Test
    void startInThePastBecomesNow() {
        assertEquals(NOW, silence(-60, 60).startsAt());
        assertEquals(NOW.plusSeconds(10), silence(10, 60).startsAt());
    }

    @Test
    void onlyActiveSilenceMutes() {
        Silence silence = silence(10, 60);

        assertFalse(silence.mutes(ALERT, NOW.plusSeconds(9)));
        assertTrue(silence.mutes(ALERT, NOW.plusSeconds(10)));
        assertTrue(silence.mutes(ALERT, NOW.plusSeconds(60)));
        assertFalse(silence.mutes(ALERT, NOW.plusSeconds(61)));
        assertFalse(silence.mutes(LabelSet.of("alertname", "Y"), NOW.plusSeconds(10)));
    }

    @Test
    void expiredSilenceNoLongerMutes() {
        Silence expired = silence(0, 60).expire(NOW.plusSeconds(5));

        assertFalse(expired.mutes(ALERT, NOW.plusSeconds(5).plusNanos(1)));
        assertEquals(NOW.plusSeconds(5), expired.endsAt());
    }

    @Test
    void pendingSilenceThatIsExpiredNeverBegins() {
        Silence expired = silence(10, 60).expire(NOW.plusSeconds(5));

        assertEquals(NOW.plusSeconds(5), expired.startsAt());
        assertEquals(NOW.plusSeconds(5), expired.endsAt());
    }

    @Test
    void expiringTwiceChangesNothing() {
        Silence expired = silence(0, 60).expire(NOW.plusSeconds(5));

        assertEquals(expired, expired.expire(NOW.plusSeconds(50)));
    }

    @Test
    void activeSilenceKeepsItsIdentityWhileMatchersAndStartStay() {
        Silence active = silence(0, 60);
        Instant later = NOW.plusSeconds(5);

        assertTrue(active.canBecome(draft("alertname=X", 0, 120), later));
        assertFalse(active.canBecome(draft("alertname=Y", 0, 120), later));
        assertFalse(active.canBecome(draft("alertname=X", 3, 120), later));
        assertEquals(
                NOW.plusSeconds(120),
                active.become(draft("alertname=X", 0, 120), later).endsAt());
    }

    @Test
    void pendingSilenceMayBeMovedWithinTheFuture() {
        Silence pending = silence(10, 60);

        assertTrue(pending.canBecome(draft("alertname=X", 20, 60), NOW.plusSeconds(5)));
        assertFalse(pending.canBecome(draft("alertname=X", 1, 60), NOW.plusSeconds(5)));
    }

    @Test
    void expiredSilenceIsNotRevived() {
        assertFalse(silence(0, 60).canBecome(draft("alertname=X", 0, 600), NOW.plusSeconds(61)));
    }
}

package io.modelwatch.alertrouter.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.alertrouter.label.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NotificationReasonTest {

    private static final Instant TOLD_AT = Instant.parse("2026-11-24T10:00:00Z");
    private static final Duration REPEAT = Duration.ofHours(1);

    private static Set<Fingerprint> set(long... bits) {
        return Arrays.stream(bits).mapToObj(Fingerprint::new).collect(Collectors.toSet());
    }

    private static Optional<NotificationReason> decide(
            Set<Fingerprint> firing, Set<Fingerprint> resolved, @Nullable NotificationEntry told, int minutes) {
        return NotificationReason.decide(
                since(firing), resolved, told, true, false, TOLD_AT.plus(Duration.ofMinutes(minutes)), REPEAT);
    }

    private static Map<Fingerprint, Instant> since(Set<Fingerprint> firing) {
        return firing.stream().collect(Collectors.toMap(each -> each, each -> TOLD_AT));
    }

    private static NotificationEntry told(Set<Fingerprint> firing, Set<Fingerprint> resolved) {
        return new NotificationEntry(TOLD_AT, firing, resolved, since(firing), Set.of(), TOLD_AT.plus(REPEAT));
    }

    @Test
    void whoWasNeverToldHearsOnlyOfFiringAlerts() {
        assertEquals(Optional.of(NotificationReason.FIRST), decide(set(1), set(), null, 0));
        assertEquals(Optional.empty(), decide(set(), set(1), null, 0));
    }

    @Test
    void newAlertIsTold() {
        assertEquals(Optional.of(NotificationReason.NEW_ALERTS), decide(set(1, 2), set(), told(set(1), set()), 1));
        assertEquals(Optional.of(NotificationReason.FIRST), decide(set(1), set(), told(set(), set(1)), 1));
    }

    @Test
    void fewerFiringAlertsAreNoNews() {
        assertEquals(Optional.empty(), decide(set(1), set(), told(set(1, 2), set()), 1));
    }

    @Test
    void endOfAllIsToldOnceEvenToWhoDoesNotWantResolves() {
        assertEquals(Optional.of(NotificationReason.ALL_RESOLVED), decide(set(), set(1), told(set(1), set()), 1));
        assertEquals(Optional.empty(), decide(set(), set(1), told(set(), set(1)), 100));
        assertEquals(
                Optional.of(NotificationReason.ALL_RESOLVED),
                NotificationReason.decide(Map.of(), set(1), told(set(1), set()), false, false, TOLD_AT, REPEAT));
    }

    @Test
    void endOfSomeIsToldToWhoWantsIt() {
        assertEquals(Optional.of(NotificationReason.SOME_RESOLVED), decide(set(1), set(2), told(set(1, 2), set()), 1));
        assertEquals(Optional.empty(), decide(set(1), set(2), told(set(1), set(2)), 1));
        assertEquals(
                Optional.empty(),
                NotificationReason.decide(
                        since(set(1)), set(2), told(set(1, 2), set()), false, false, TOLD_AT, REPEAT));
    }

    @Test
    void repeatIsDueOnTheExactTick() {
        assertEquals(Optional.empty(), decide(set(1), set(), told(set(1), set()), 59));
        assertEquals(Optional.of(NotificationReason.REPEAT), decide(set(1), set(), told(set(1), set()), 60));
    }

    @Test
    void backoffGrowsWithJitterUpToAMinute() {
        Backoff backoff = new Backoff(new Random(1));
        double expected = 500;
        for (int i = 0; i < 30; i++) {
            double wait = backoff.next().toMillis();
            assertTrue(wait >= expected * 0.5 - 1 && wait <= expected * 1.5 + 1, wait + " for " + expected);
            expected = Math.min(expected * 1.5, 60_000);
        }
    }
}

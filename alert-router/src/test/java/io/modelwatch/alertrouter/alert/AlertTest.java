package io.modelwatch.alertrouter.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private static PostedAlert posted(@Nullable Integer startMinute, @Nullable Integer endMinute) {
        return new PostedAlert(Map.of("a", "b"), Map.of(), at(startMinute), at(endMinute), "");
    }

    private static @Nullable OffsetDateTime at(@Nullable Integer minute) {
        return minute == null
                ? null
                : OffsetDateTime.parse("2026-11-24T10:00:00Z").plusMinutes(minute);
    }

    private static Alert received(@Nullable Integer startMinute, @Nullable Integer endMinute, int atMinute) {
        return posted(startMinute, endMinute).received(NOW.plus(Duration.ofMinutes(atMinute)), TIMEOUT);
    }

    @Test
    void startAndEndAreFilledIn() {
        Alert bare = received(null, null, 0);
        assertEquals(at(0), bare.startsAt());
        assertEquals(at(5), bare.endsAt());
        assertTrue(bare.timeout());

        Alert onlyEnd = received(null, 7, 0);
        assertEquals(at(7), onlyEnd.startsAt());
        assertFalse(onlyEnd.timeout());
    }

    @Test
    void whatIsNoAlertIsRefused() {
        assertEquals(
                "start time must be before end time",
                assertThrows(IllegalArgumentException.class, () -> received(5, 4, 0))
                        .getMessage());
        PostedAlert empty = new PostedAlert(Map.of("a", ""), Map.of(), null, null, "");
        assertEquals(
                "at least one label pair required",
                assertThrows(IllegalArgumentException.class, () -> empty.received(NOW, TIMEOUT))
                        .getMessage());
        PostedAlert nameless = new PostedAlert(Map.of("", "x"), Map.of(), null, null, "");
        assertEquals(
                "invalid label set: invalid name \"\"",
                assertThrows(IllegalArgumentException.class, () -> nameless.received(NOW, TIMEOUT))
                        .getMessage());
    }

    @Test
    void resolveKeepsTheStart() {
        Alert merged = received(2, 3, 3).after(received(0, 5, 0));

        assertEquals(at(0), merged.startsAt());
        assertEquals(at(3), merged.endsAt());
    }

    @Test
    void farEndThatWasGivenIsNotShortenedByAnotherFutureEnd() {
        assertEquals(at(60), received(0, 30, 1).after(received(0, 60, 0)).endsAt());
    }

    @Test
    void timeoutIsShortenedByAGivenEnd() {
        assertEquals(at(4), received(1, 4, 1).after(received(0, null, 0)).endsAt());
    }

    @Test
    void laterResolveOfTwoCounts() {
        Alert resolved = received(0, 4, 5);

        assertEquals(at(4), received(1, 3, 6).after(resolved).endsAt());
    }

    @Test
    void newsThatDoNotOverlapReplace() {
        Alert second = received(10, 15, 10);

        assertEquals(second, second.after(received(0, 5, 0)));
    }

    @Test
    void sameAlertSentAgainLaterOnlyExtends() {
        Alert first = received(0, null, 0);
        Alert again = new PostedAlert(Map.of("a", "b"), Map.of(), at(0), null, "")
                .received(NOW.plus(Duration.ofMinutes(1)), TIMEOUT);

        Alert merged = again.after(first);

        assertTrue(merged.extendsOnly(first));
        assertEquals(merged, first.extendedTo(merged.endsAt(), merged.updatedAt()));
        assertFalse(merged.repeats(first));
        assertTrue(first.after(first).repeats(first));
    }
}

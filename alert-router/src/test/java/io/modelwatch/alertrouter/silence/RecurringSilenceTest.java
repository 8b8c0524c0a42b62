package io.modelwatch.alertrouter.silence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.modelwatch.alertrouter.dispatch.TestDatabase;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.label.MatchOperator;
import io.modelwatch.alertrouter.label.Matcher;
import io.modelwatch.alertrouter.label.Matchers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecurringSilenceTest {

    private static final Matchers MATCHERS = new Matchers(List.of(Matcher.of("alertname", MatchOperator.EQUAL, "A")));

    private static RecurringSilence silence(String cron, String zone, String length) {
        return new RecurringSilence(
                UUID.fromString("11111111-2222-3333-4444-555555555555"),
                MATCHERS,
                RecurringSilence.checked(cron),
                ZoneId.of(zone),
                io.modelwatch.alertrouter.time.Durations.parse(length),
                "ann",
                "");
    }

    private static List<Instant> from(RecurringSilence silence, String from, String to) {
        return silence.occurrences(Instant.parse(from), Instant.parse(to), 10);
    }

    @Test
    void occurrencesFollowTheWallClockOfTheZone() {
        RecurringSilence nightly = silence("30 2 * * *", "Asia/Shanghai", "1h");

        assertEquals(
                List.of(Instant.parse("2026-11-24T18:30:00Z"), Instant.parse("2026-11-25T18:30:00Z")),
                from(nightly, "2026-11-24T10:00:00Z", "2026-11-26T10:00:00Z"));
    }

    @Test
    void occurrenceThatHasBegunCountsUntilItsEnd() {
        RecurringSilence weekly = silence("0 22 * * 0", "UTC", "4h");

        assertEquals(
                List.of(Instant.parse("2026-11-22T22:00:00Z")),
                from(weekly, "2026-11-23T01:59:59Z", "2026-11-24T00:00:00Z"));
        assertEquals(List.of(), from(weekly, "2026-11-23T02:00:00Z", "2026-11-24T00:00:00Z"));
    }

    @Test
    void clocksThatChangeNeitherSkipNorDoubleADay() {
        RecurringSilence nightly = silence("0 3 * * *", "Europe/Berlin", "1h");

        assertEquals(
                List.of(
                        Instant.parse("2026-03-28T02:00:00Z"),
                        Instant.parse("2026-03-29T01:00:00Z"),
                        Instant.parse("2026-03-30T01:00:00Z")),
                from(nightly, "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z"));
        assertEquals(
                3, from(nightly, "2026-10-24T00:00:00Z", "2026-10-27T00:00:00Z").size());
    }

    @Test
    void everyReplicaMakesTheSameSilencesAndWhatWasEndedStaysEnded() {
        try (TestDatabase store = new TestDatabase()) {
            RecurringSilences recurring = new RecurringSilences(store.database());
            Instant now = Instant.now();
            RecurringSilence hourly = silence("0 * * * *", "UTC", "30m");
            recurring.add(hourly, now);
            new RecurringSilences(store.database()).makeAhead(now);
            SilenceBook book = new SilenceBook(store.database());
            book.sync();
            assertEquals(10, book.all().size());
            Instant first =
                    hourly.occurrences(now, now.plus(Duration.ofHours(2)), 1).getFirst();
            assertEquals(
                    List.of(hourly.idOf(first).toString()),
                    book.silencing(LabelSet.of("alertname", "A"), first.plusSeconds(1)));

            store.database()
                    .run(
                            "UPDATE silence SET ends_at = starts_at, updated_at = now() WHERE id = $1",
                            hourly.idOf(first));
            recurring.makeAhead(now);
            book.sync();
            assertEquals(List.of(), book.silencing(LabelSet.of("alertname", "A"), first.plusSeconds(1)));

            recurring.remove(hourly.id(), now);
            book.sync();
            assertEquals(
                    0,
                    book.all().stream()
                            .filter(each -> each.state(now.plusSeconds(1)) != SilenceState.EXPIRED)
                            .count());
        }
    }

    @Test
    void expressionsThatAreNoneAreRefused() {
        for (String bad : List.of("", "* * * *", "61 * * * *", "a b c d e", "@daily x")) {
            assertThrows(IllegalArgumentException.class, () -> RecurringSilence.checked(bad), bad);
        }
    }
}

package io.modelwatch.logindexer.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundTripsTest {

    private static final Instant T = Instant.parse("2026-11-24T10:00:00Z");

    private final RoundTrips trips = new RoundTrips(Duration.ofSeconds(120));
    private final List<AlertRouter.Alert> told = new ArrayList<>();
    private final CanaryAlert alert = new CanaryAlert(Map.of("alertname", "LogRoundTripBroken"));

    private static Instant at(long seconds) {
        return T.plusSeconds(seconds);
    }

    @Test
    void aRecordThatIsFoundTellsHowLongItTook() {
        trips.written("a", at(0));
        trips.missed("not yet", at(15));
        trips.found(at(30));

        assertEquals(Duration.ofSeconds(30), trips.last());
        assertNull(trips.onItsWay());
        assertNull(trips.broken());
        assertEquals(1, trips.found());
        assertEquals(0, trips.lost());
    }

    @Test
    void aRecordIsLostAtItsBoundAndNotBefore() {
        trips.written("a", at(0));
        trips.missed("not there", at(119));
        assertNull(trips.broken());
        assertNotNull(trips.onItsWay());

        trips.missed("not there", at(120));

        assertEquals(new RoundTrips.Broken(at(0), "the record was not found within 120 s: not there"), trips.broken());
        assertNull(trips.onItsWay());
        assertEquals(1, trips.lost());
    }

    @Test
    void itIsBrokenSinceTheFirstThatWasLostUntilOneIsFound() {
        trips.written("a", at(0));
        trips.missed("x", at(120));
        trips.refused("the spool is full", at(135));
        trips.written("b", at(150));

        assertEquals(
                new RoundTrips.Broken(at(0), "the record could not be written: the spool is full"), trips.broken());
        trips.found(at(160));
        assertNull(trips.broken());
        assertEquals(2, trips.lost());
    }

    @Test
    void anAlertIsToldAtEveryLookAndToBeOverOnce() {
        alert.tell(null, at(0), told::addAll);
        alert.tell(new RoundTrips.Broken(at(10), "why"), at(20), told::addAll);
        alert.tell(new RoundTrips.Broken(at(10), "why else"), at(30), told::addAll);
        alert.tell(null, at(40), told::addAll);
        alert.tell(null, at(50), told::addAll);

        assertEquals(3, told.size());
        assertNull(told.get(0).endsAt());
        assertEquals(at(10), told.get(1).startsAt());
        assertEquals("why else", told.get(1).annotations().get("description"));
        assertEquals(at(40), told.get(2).endsAt());
        assertEquals(told.get(1).labels(), told.get(2).labels());
    }

    @Test
    void whatCouldNotBeToldIsToldAgain() {
        RoundTrips.Broken broken = new RoundTrips.Broken(at(10), "why");
        assertThrows(
                IllegalStateException.class,
                () -> alert.tell(broken, at(20), alerts -> {
                    throw new IllegalStateException("away");
                }));
        assertThrows(
                IllegalStateException.class,
                () -> alert.tell(null, at(30), alerts -> {
                    throw new IllegalStateException("away");
                }));

        alert.tell(null, at(40), told::addAll);

        assertEquals(1, told.size());
        assertEquals(at(40), told.getFirst().endsAt());
        assertTrue(told.getFirst().startsAt().equals(at(10)));
    }
}

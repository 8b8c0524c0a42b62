package io.modelwatch.logindexer.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.logindexer.stream.TailWindow.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TailWindowTest {

    private static final Instant BEGIN = Instant.parse("2026-11-22T08:00:00Z");
    private static final int AT_A_TIME = 10;

    private final List<Place> visible = new ArrayList<>();
    private final List<Place> shown = new ArrayList<>();
    private long dropped;

    private static Place place(long millis, String id) {
        return new Place(BEGIN.plusMillis(millis), id);
    }

    /** One look at what is visible, as Elasticsearch would answer it. */
    private void look(TailWindow window) {
        Set<String> leftOut = new HashSet<>(window.shown());
        List<Place> found = visible.stream()
                .filter(place -> Place.ORDER.compare(place, window.since()) >= 0 && !leftOut.contains(place.id()))
                .sorted(Place.ORDER.reversed())
                .toList();
        List<Place> latest = found.stream().limit(AT_A_TIME).toList();
        shown.addAll(latest);
        dropped += window.show(found.size(), latest);
    }

    @Test
    void whatBecomesVisibleLateIsShownToo() {
        TailWindow window = new TailWindow(place(0, ""), Duration.ofSeconds(5));
        visible.add(place(4000, "early bird"));
        look(window);
        visible.add(place(1000, "late"));
        look(window);
        visible.add(place(9000, "next"));
        look(window);
        visible.add(place(4000, "later still"));
        look(window);

        assertEquals(
                List.of("early bird", "late", "next", "later still"),
                shown.stream().map(Place::id).toList());
        assertEquals(0, dropped);
    }

    @Test
    void whatWasReceivedBeforeTheBeginIsNotShown() {
        TailWindow window = new TailWindow(place(1000, ""), Duration.ofSeconds(5));
        visible.add(place(999, "before"));
        visible.add(place(1000, "at"));
        look(window);

        assertEquals(List.of(place(1000, "at")), shown);
    }

    @Test
    void afterABreakItGoesOnBehindTheLastEvent() {
        TailWindow window = new TailWindow(place(1000, "b"), Duration.ofSeconds(5));
        visible.addAll(List.of(place(1000, "a"), place(1000, "b"), place(1000, "c"), place(1001, "a2")));
        look(window);

        assertEquals(Set.of(place(1000, "c"), place(1001, "a2")), Set.copyOf(shown));
    }

    @Test
    void ofTooManyReceivedAtOnceTheRestIsDroppedOnce() {
        TailWindow window = new TailWindow(place(0, ""), Duration.ofSeconds(5));
        IntStream.range(0, 35).forEach(i -> visible.add(place(100, String.format("%02d", i))));
        look(window);
        look(window);
        visible.add(place(100, "99"));
        look(window);

        assertEquals(25, dropped);
        assertEquals(11, shown.size());
        assertEquals(place(100, "99"), shown.getLast());
    }

    @Test
    void memoryIsBoundedWithoutShowingAnythingTwice() {
        TailWindow window = new TailWindow(place(0, ""), Duration.ofDays(1));
        for (int i = 0; i < 3000; i++) {
            for (int k = 0; k < AT_A_TIME; k++) {
                visible.add(place(i, String.format("%05d-%d", i, k)));
            }
            List<Place> latest =
                    visible.subList(visible.size() - AT_A_TIME, visible.size()).reversed();
            window.show(AT_A_TIME, latest);
        }

        assertEquals(TailWindow.MAX_SHOWN, window.shown().size());
        look(window);
        assertEquals(List.of(), shown);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyDocumentIsShownOrCountedOnce(long seed) {
        Random random = new Random(seed);
        TailWindow window = new TailWindow(place(0, ""), Duration.ofSeconds(1));
        int made = 0;
        for (int round = 0; round < 300; round++) {
            int burst = random.nextInt(8) == 0 ? random.nextInt(40) : random.nextInt(4);
            for (int i = 0; i < burst; i++) {
                visible.add(place(round * 100L + random.nextInt(100), "d" + made++));
            }
            look(window);
            look(window);
        }

        assertEquals(shown.size(), new HashSet<>(shown).size());
        assertEquals(made, shown.size() + dropped);
        assertTrue(dropped > 0);
        assertFalse(shown.isEmpty());
    }
}

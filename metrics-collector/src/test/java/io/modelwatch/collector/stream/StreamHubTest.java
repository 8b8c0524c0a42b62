package io.modelwatch.collector.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.collector.catalogue.Severity;
import io.modelwatch.collector.health.HealthJson;
import io.modelwatch.collector.health.HealthWatch;
import io.modelwatch.collector.window.TestClock;
import io.modelwatch.intake.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamHubTest {

    private final TestClock clock = new TestClock("2026-11-22T08:00:00Z");
    private int looks;
    private final StreamHub hub = new StreamHub(
            new StreamHub.Bounds(2, Duration.ofSeconds(15), Duration.ofSeconds(30)),
            question -> {
                throw new AssertionError("nothing was asked");
            },
            () -> {
                looks++;
                return HealthJson.of(
                        new HealthWatch.Health(Severity.OK, clock.instant(), List.of(), List.of()), "r1", "5m");
            },
            clock);

    /** Notes what it gets. */
    private static final class Recorder implements StreamReader {
        private final List<String> got = new ArrayList<>();
        private boolean ready = true;

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public void send(StreamJson update) {
            got.add("update " + update.time());
        }

        @Override
        public void beat() {
            got.add("beat");
        }

        @Override
        public void end() {
            got.add("end");
        }
    }

    @Test
    void everyReaderHasItsOwnIntervalAndHealthIsLookedAtOnce() {
        // Given
        Recorder fast = new Recorder();
        Recorder slow = new Recorder();
        hub.subscribe(List.of(), Duration.ofSeconds(2), fast);
        hub.subscribe(List.of(), Duration.ofSeconds(60), slow);

        // When
        seconds(5);

        // Then
        assertEquals(3, fast.got.size());
        assertEquals(1, slow.got.size());
        assertEquals(3, looks);
    }

    @Test
    void aQuietStreamShowsThatItIsAlive() {
        // Given
        Recorder reader = new Recorder();
        hub.subscribe(List.of(), Duration.ofSeconds(60), reader);

        // When
        seconds(50);

        // Then
        assertEquals(List.of("update 2026-11-22T08:00:00Z", "beat", "beat", "beat"), reader.got);
    }

    @Test
    void aReaderThatIsNotReadyMissesUpdatesAndIsLetGoInTheEnd() {
        // Given
        Recorder reader = new Recorder();
        hub.subscribe(List.of(), Duration.ofSeconds(1), reader);
        seconds(1);
        reader.got.clear();

        // When
        reader.ready = false;
        seconds(20);

        // Then
        assertEquals(List.of(), reader.got);
        reader.ready = true;
        seconds(1);
        assertEquals(1, reader.got.size(), "only the latest comes, not those that were missed");
        reader.ready = false;
        seconds(40);
        assertEquals("end", reader.got.getLast());
        assertEquals(0, hub.readers());
        assertEquals(1, hub.slow());
    }

    @Test
    void placesAreBoundedAndComeBack() {
        // Given
        StreamHub.Subscription first = hub.subscribe(List.of(), Duration.ofSeconds(1), new Recorder());
        hub.subscribe(List.of(), Duration.ofSeconds(1), new Recorder());

        // When
        ProblemException full = assertThrows(
                ProblemException.class, () -> hub.subscribe(List.of(), Duration.ofSeconds(1), new Recorder()));

        // Then
        assertEquals(503, full.problem().status());
        first.close();
        first.close();
        assertEquals(1, hub.readers());
        hub.subscribe(List.of(), Duration.ofSeconds(1), new Recorder());
        assertThrows(ProblemException.class, () -> hub.subscribe(List.of(), Duration.ofSeconds(1), new Recorder()));
    }

    @Test
    void withoutReadersNothingIsComputed() {
        // When
        seconds(10);

        // Then
        assertEquals(0, looks);
        assertFalse(hub.readers() > 0);
        assertTrue(hub.slow() == 0);
    }

    private void seconds(int seconds) {
        for (int i = 0; i < seconds; i++) {
            hub.tick();
            clock.advance(Duration.ofSeconds(1));
        }
    }
}

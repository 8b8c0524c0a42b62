package io.modelwatch.alertrouter.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTest {

    @ParameterizedTest
    @CsvSource({
        "2025-03-04T09:30:00.250+02:00, 2025-03-04T09:30:00.250+02:00, 2025-03-04T09:30:00.25+02:00",
        "2025-03-04T09:30:00Z,          2025-03-04T09:30:00.000Z,      2025-03-04T09:30:00Z",
        "2025-03-04T09:30:00.123999999Z,2025-03-04T09:30:00.123Z,      2025-03-04T09:30:00.123999999Z",
        "2025-03-04T09:30:00.1+00:00,   2025-03-04T09:30:00.100Z,      2025-03-04T09:30:00.1Z",
        "2025-03-04T09:30:00,           2025-03-04T09:30:00.000Z,      2025-03-04T09:30:00Z",
    })
    void timesKeepTheirOffsetAndAreCut(String in, String millis, String nanos) {
        OffsetDateTime time = Objects.requireNonNull(Rfc3339.read(in));

        assertEquals(millis, Rfc3339.millis(time));
        assertEquals(nanos, Rfc3339.nanos(time));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"})
    void theseTimesAreNotSet(String text) {
        assertNull(Rfc3339.read(text));
    }

    @Test
    void timesInUtcAreReadAsAFormatterReadsThemSeed20261124() {
        Random random = new Random(20261124);
        for (int i = 0; i < 5000; i++) {
            String text = "%04d-%02d-%02dT%02d:%02d:%02d%sZ"
                    .formatted(
                            1 + random.nextInt(9999),
                            random.nextInt(14),
                            random.nextInt(33),
                            random.nextInt(25),
                            random.nextInt(61),
                            random.nextInt(61),
                            List.of("", ".5", ".000", ".123456789", ".12").get(random.nextInt(5)));
            OffsetDateTime expected;
            try {
                expected = OffsetDateTime.parse(text);
            } catch (DateTimeException e) {
                assertThrows(DateTimeException.class, () -> Rfc3339.read(text), text);
                continue;
            }
            assertEquals(expected, Rfc3339.read(text), text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "now",
                "2025-13-01T00:00:00Z",
                "2025-02-30T00:00:00Z",
                "2025-03-04",
                "+12025-03-04T00:00:00Z",
                "1712345678"
            })
    void theseAreNoTimes(String text) {
        assertThrows(DateTimeException.class, () -> Rfc3339.read(text));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "30s, 30s",
        "90s, 1m30s",
        "1h30m, 1h30m",
        "1d, 1d",
        "1w, 1w",
        "36h, 36h",
        "1d2h, 26h",
        "1500ms, 1s500ms",
        "1y, 1y"
    })
    void durationsReadAndPrint(String text, String printed) {
        assertEquals(printed, Durations.format(Durations.parse(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "1.5h", "-5m", "5 m", "1m1h", "5x", "9999999999999999999s", "999999999y"})
    void theseAreNoDurations(String text) {
        assertThrows(IllegalArgumentException.class, () -> Durations.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"2h, 7200", "1w, 604800"})
    void durationsHaveTheirLength(String text, long seconds) {
        assertEquals(Duration.ofSeconds(seconds), Durations.parse(text));
    }
}

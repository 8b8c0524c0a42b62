package io.modelwatch.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnownSeriesTest {

    static List<String> services() {
        return KnownSeries.SERVICES;
    }

    /** Dashboards and rules of users rely on these names and types: one that goes is a breaking change. */
    @ParameterizedTest
    @MethodSource("services")
    void sourcesRegisterWhatARunningServiceExposed(String service) {
        Set<Family> exposed = new HashSet<>();
        KnownSeries.fromList("exposed/" + service + ".txt").forEach(family -> exposed.add(family.nameAndType()));
        assertFalse(exposed.isEmpty());

        Set<Family> registered = new HashSet<>(KnownSeries.fromSources(service));

        exposed.removeAll(registered);
        assertEquals(Set.of(), exposed);
    }

    @ParameterizedTest
    @MethodSource("services")
    void aNameThatNothingRegistersIsUnknown(String service) {
        KnownSeries known = KnownSeries.all();

        assertFalse(known.has("llm_latency_bucket"));
        assertTrue(KnownSeries.fromSources(service).stream()
                .flatMap(family -> family.series().stream())
                .allMatch(known::has));
    }
}

package io.modelwatch.alertrouter.interval;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The intervals that routes refer to.
 *
 * @param byName a name holds when one of its intervals does
 */
public record TimeIntervals(Map<String, List<TimeInterval>> byName) {

    public static final TimeIntervals NONE = new TimeIntervals(Map.of());

    public TimeIntervals {
        byName = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /** Those of the given names that hold at the given time. */
    public List<String> holding(List<String> names, Instant at) {
        return names.stream()
                .filter(name -> byName.getOrDefault(name, List.of()).stream().anyMatch(each -> each.contains(at)))
                .toList();
    }
}

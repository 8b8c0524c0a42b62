package io.modelwatch.collector.spend;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question about spending.
 *
 * @param from the hour it begins in
 * @param to the end of the hour it ends in
 * @param by columns to tell apart
 * @param where values of columns, empty ones included
 * @param step how long the pieces are that time is cut into; null: one piece
 */
public record SpendQuery(
        Instant from,
        Instant to,
        List<String> by,
        Map<String, String> where,
        @Nullable Step step) {

    /** The columns that questions may name. */
    public static final Set<String> DIMENSIONS =
            Set.of("model", "service", "provider", "environment", "user_id", "team");

    /** How time is cut, in UTC. */
    public enum Step {
        HOUR,
        DAY,
        MONTH
    }

    public SpendQuery {
        if (!DIMENSIONS.containsAll(by) || !DIMENSIONS.containsAll(where.keySet())) {
            throw new IllegalArgumentException("only " + DIMENSIONS + " can be named, not " + by + " and " + where);
        }
        from = from.truncatedTo(ChronoUnit.HOURS);
        Instant hour = to.truncatedTo(ChronoUnit.HOURS);
        to = hour.equals(to) ? to : hour.plus(1, ChronoUnit.HOURS);
        by = List.copyOf(by);
        where = Map.copyOf(new LinkedHashMap<>(where));
    }
}

package io.modelwatch.collector.longterm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who came back, on the wire. */
@Schema(name = "Retention")
record RetentionJson(Instant from, Instant to, String step, List<Cohort> cohorts) {

    private static final double PERCENT = 100;

    /** Users whose first request was in the same day or week. */
    @Schema(name = "RetentionCohort")
    record Cohort(String start, long users, List<Active> active) {}

    /** How many of them made a request so many days or weeks later. */
    @Schema(name = "RetentionActive")
    record Active(long after, long users, double percent) {}

    static List<Cohort> cohorts(List<JsonNode> rows) {
        List<Cohort> cohorts = new ArrayList<>();
        for (JsonNode row : rows) {
            String start = row.path("first").asText();
            long after = row.path("later").asLong();
            long users = row.path("users").asLong();
            if (after == 0) {
                cohorts.add(new Cohort(start, users, new ArrayList<>(List.of(new Active(0, users, PERCENT)))));
            } else if (!cohorts.isEmpty() && cohorts.getLast().start().equals(start)) {
                Cohort cohort = cohorts.getLast();
                cohort.active().add(new Active(after, users, PERCENT * users / cohort.users()));
            }
        }
        return cohorts;
    }
}

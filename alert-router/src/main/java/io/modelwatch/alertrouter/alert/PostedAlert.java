package io.modelwatch.alertrouter.alert;

import io.modelwatch.alertrouter.label.GoStrings;
import io.modelwatch.alertrouter.label.LabelNames;
import io.modelwatch.alertrouter.label.LabelSet;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert as a sender writes it.
 *
 * @param startsAt null for now
 * @param endsAt null when it goes on until further notice
 * @param generatorUrl empty when unknown
 */
public record PostedAlert(
        Map<String, String> labels,
        Map<String, String> annotations,
        @Nullable OffsetDateTime startsAt,
        @Nullable OffsetDateTime endsAt,
        String generatorUrl) {

    public PostedAlert {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /**
     * The alert that is meant, when it is received now.
     *
     * @throws IllegalArgumentException with the reason when it is none
     */
    public Alert received(Instant now, Duration resolveTimeout) {
        OffsetDateTime utc = now.atOffset(ZoneOffset.UTC);
        OffsetDateTime start = startsAt != null ? startsAt : endsAt != null ? endsAt : utc;
        OffsetDateTime end = endsAt != null ? endsAt : utc.plus(resolveTimeout);
        if (endsAt != null && endsAt.isBefore(start)) {
            throw new IllegalArgumentException("start time must be before end time");
        }
        LabelSet set = LabelSet.of(labels);
        checkNames("invalid label set", set.asMap());
        if (set.isEmpty()) {
            throw new IllegalArgumentException("at least one label pair required");
        }
        checkNames("invalid annotations", annotations);
        return new Alert(set, annotations, start, end, endsAt == null, generatorUrl, now);
    }

    private static void checkNames(String what, Map<String, String> pairs) {
        for (String name : pairs.keySet()) {
            if (!LabelNames.UTF8.allows(name)) {
                throw new IllegalArgumentException(what + ": invalid name " + GoStrings.quote(name));
            }
        }
    }
}

package io.modelwatch.quality.baseline;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A baseline without its distribution.
 *
 * @param model the model it was taken of; null for all
 * @param version counts the baselines of this name and model, from 1
 * @param from start of the time it was taken from
 * @param to end of that time
 * @param records evaluations it was taken from
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "Baseline")
record BaselineSummary(
        String name, @Nullable String model, int version, Instant from, Instant to, int records, Instant capturedAt) {

    static BaselineSummary of(BaselineEntity entity) {
        return new BaselineSummary(
                entity.name,
                entity.model,
                entity.version,
                entity.windowFrom,
                entity.windowTo,
                entity.records,
                entity.capturedAt);
    }

    /** From a row of {@link Baselines#SUMMARY}. */
    static BaselineSummary of(Object[] row) {
        return new BaselineSummary(
                (String) row[0],
                (String) row[1],
                (Integer) row[2],
                (Instant) row[3],
                (Instant) row[4],
                (Integer) row[5],
                (Instant) row[6]);
    }
}

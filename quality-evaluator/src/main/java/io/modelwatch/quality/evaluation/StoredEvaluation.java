package io.modelwatch.quality.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation as the store has it.
 *
 * @param detectors what each detector said
 * @param features what is watched for drift
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record StoredEvaluation(
        String id,
        Instant timestamp,
        Instant receivedAt,
        @Nullable String model,
        @Nullable String service,

        @Schema(type = SchemaType.OBJECT, additionalProperties = DetectorResult.class)
        JsonNode detectors,

        @Schema(type = SchemaType.OBJECT) JsonNode features) {}

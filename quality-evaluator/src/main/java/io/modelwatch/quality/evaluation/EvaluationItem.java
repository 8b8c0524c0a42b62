package io.modelwatch.quality.evaluation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an item may say, for the description of the interface only; {@link Item} reads it. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(
        name = "EvaluationItem",
        description = "Fields that are not listed are ignored.",
        requiredProperties = {"request_id", "response"})
record EvaluationItem(
        @Schema(description = "identifies the exchange; goes before request_id") @Nullable
        String id,

        String requestId,

        @Schema(description = "when it took place; now if left out") @Nullable
        Instant timestamp,

        @Nullable String model,
        @Nullable String service,
        @Nullable String systemPrompt,
        @Nullable String prompt,
        String response,
        List<String> context,
        @Nullable String reference,

        @Schema(description = "verifiable instructions by their IFEval identifiers and arguments")
        List<NamedInstruction> instructions,

        @Schema(description = "those to run; all if left out")
        List<String> detectors,

        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        @Nullable Double latencyMs,
        @Schema(description = "success or error") @Nullable String status,
        Map<String, String> labels) {

    @Schema(
            name = "NamedInstruction",
            requiredProperties = {"id"})
    record NamedInstruction(
            @Schema(examples = "length_constraints:number_words")
            String id,

            @Nullable Map<String, Object> kwargs) {}
}

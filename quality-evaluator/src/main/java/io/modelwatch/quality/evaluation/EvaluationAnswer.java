package io.modelwatch.quality.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.intake.BatchResult;
import io.modelwatch.intake.Problem;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What became of each item of a body. */
@Schema(name = "Evaluations")
record EvaluationAnswer(int accepted, int duplicates, int rejected, List<Result> results) {

    /**
     * @param index zero-based position in the body
     * @param id the item's identifier, where it could be read
     * @param status {@code accepted}, {@code duplicate} or {@code rejected}
     * @param detectors what each detector said, now or the first time
     * @param problem why the item was rejected
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Evaluation")
    record Result(
            int index,
            @Nullable String id,
            String status,

            @Schema(type = SchemaType.OBJECT, additionalProperties = DetectorResult.class) @Nullable
            JsonNode detectors,

            @Nullable Problem problem) {}

    static EvaluationAnswer of(BatchResult batch, Map<String, JsonNode> detectors) {
        return new EvaluationAnswer(
                batch.accepted(),
                batch.duplicates(),
                batch.rejected(),
                batch.results().stream()
                        .map(result -> new Result(
                                result.index(),
                                result.id(),
                                result.status(),
                                result.problem() == null && result.id() != null ? detectors.get(result.id()) : null,
                                result.problem()))
                        .toList());
    }
}

package io.modelwatch.quality.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.modelwatch.quality.detect.Detector;
import io.modelwatch.quality.detect.Evidence;
import io.modelwatch.quality.detect.Verdict;
import io.modelwatch.quality.instruct.InstructionCheck;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What one detector says, as answers and the store spell it.
 *
 * @param status {@code assessed} or {@code not_assessed}
 * @param score 0 to 1, rounded to six digits; absent where not assessed
 * @param flagged whether an operator should look; false where not assessed, which does not mean that all is well
 * @param label the detector's own state
 * @param reason why it was not assessed
 * @param evidence what the verdict rests on
 * @param instructions which verifiable instructions were followed; only of that detector
 * @param findings values found and where; only of those detectors that look for values
 * @param version which rules said so
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "DetectorResult")
record DetectorResult(
        String status,
        @Nullable Double score,
        boolean flagged,
        @Nullable String label,
        @Nullable String reason,
        List<Evidence> evidence,
        @Nullable List<InstructionResult> instructions,
        @Nullable List<ValueFound> findings,
        String version) {

    /** As answers spell it: offsets are UTF-16 units of the field, which is {@code response} or {@code prompt}. */
    @Schema(name = "ValueFound")
    record ValueFound(String field, String type, int start, int end, double score) {

        static ValueFound of(Verdict.Value value) {
            return new ValueFound(value.field(), value.type(), value.start(), value.end(), value.score());
        }
    }

    /** As answers spell it. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "InstructionResult")
    record InstructionResult(String id, boolean followed, boolean followedLoose) {

        static InstructionResult of(InstructionCheck check) {
            return new InstructionResult(check.id(), check.followed(), check.followedLoosely());
        }
    }

    private static final double DIGITS = 1e6;

    static DetectorResult of(Detector detector, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Assessed assessed ->
                new DetectorResult(
                        "assessed",
                        Math.round(assessed.score() * DIGITS) / DIGITS,
                        assessed.flagged(),
                        assessed.label(),
                        null,
                        assessed.evidence(),
                        assessed.instructions().isEmpty()
                                ? null
                                : assessed.instructions().stream()
                                        .map(InstructionResult::of)
                                        .toList(),
                        assessed.findings().isEmpty()
                                ? null
                                : assessed.findings().stream()
                                        .map(ValueFound::of)
                                        .toList(),
                        detector.version());
            case Verdict.NotAssessed not ->
                new DetectorResult(
                        "not_assessed", null, false, null, not.reason(), List.of(), null, null, detector.version());
        };
    }
}

package io.modelwatch.quality.detect;

import io.modelwatch.quality.instruct.InstructionCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a detector says about one exchange. */
public sealed interface Verdict {

    /**
     * The detector could judge.
     *
     * @param score 0 to 1; what it measures, and which end is good, is the detector's
     * @param flagged whether an operator should look
     * @param label the detector's own state, such as {@code partial} for a refusal
     * @param evidence what the verdict rests on, in the order of the text
     * @param instructions which verifiable instructions were followed, in their order; empty for other detectors
     */
    record Assessed(
            double score,
            boolean flagged,
            @Nullable String label,
            List<Evidence> evidence,
            List<InstructionCheck> instructions)
            implements Verdict {

        public Assessed(double score, boolean flagged, @Nullable String label, List<Evidence> evidence) {
            this(score, flagged, label, evidence, List.of());
        }

        public Assessed {
            if (!(score >= 0 && score <= 1)) {
                throw new IllegalArgumentException("a score lies between 0 and 1, not " + score);
            }
            evidence = List.copyOf(evidence);
            instructions = List.copyOf(instructions);
        }
    }

    /**
     * The detector was not made for this exchange, which is neither good nor bad.
     *
     * @param reason why not, for people
     */
    record NotAssessed(String reason) implements Verdict {}
}

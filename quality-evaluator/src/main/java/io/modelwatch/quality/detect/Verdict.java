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
     * @param findings values found, in the order of the texts; empty for other detectors
     */
    record Assessed(
            double score,
            boolean flagged,
            @Nullable String label,
            List<Evidence> evidence,
            List<InstructionCheck> instructions,
            List<Value> findings)
            implements Verdict {

        public Assessed(double score, boolean flagged, @Nullable String label, List<Evidence> evidence) {
            this(score, flagged, label, evidence, List.of(), List.of());
        }

        public Assessed {
            if (!(score >= 0 && score <= 1)) {
                throw new IllegalArgumentException("a score lies between 0 and 1, not " + score);
            }
            evidence = List.copyOf(evidence);
            instructions = List.copyOf(instructions);
            findings = List.copyOf(findings);
        }
    }

    /**
     * A value that stands in a text and that is not repeated here.
     *
     * @param field the text: {@code response} or {@code prompt}
     * @param type what it is, as in libs/redaction
     * @param start offset of its first character, in UTF-16 units
     * @param end offset behind its last character, in UTF-16 units
     * @param score how sure that is, 0 to 1
     */
    record Value(String field, String type, int start, int end, double score) {}

    /**
     * The detector was not made for this exchange, which is neither good nor bad.
     *
     * @param reason why not, for people
     */
    record NotAssessed(String reason) implements Verdict {}
}

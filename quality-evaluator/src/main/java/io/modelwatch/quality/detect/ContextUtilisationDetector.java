package io.modelwatch.quality.detect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How much of the context did the answer use? Score: the share of pieces of context, or of sentences where there is
 * but one piece, of which the answer says something. Label {@code used}, {@code partly} or {@code ignored}; flagged is
 * an answer of some length that says nothing of any of them: what was retrieved was in vain.
 */
final class ContextUtilisationDetector implements Detector {

    /** A piece is used if the answer has so much of what it says and the prompt does not. */
    private static final double USED = 0.15;

    private static final int ENOUGH_SHARED = 3;
    private static final int ENOUGH_SAID = 5;
    private static final double MOSTLY = 0.5;

    @Override
    public String name() {
        return "context_utilisation";
    }

    @Override
    public String version() {
        return "rules-1";
    }

    @Override
    public Verdict assess(Exchange exchange) {
        Prose response = exchange.response();
        List<Prose> pieces =
                exchange.context().stream().filter(piece -> !piece.isBlank()).toList();
        if (pieces.isEmpty()) {
            return new Verdict.NotAssessed("there is no context");
        }
        if (response.isBlank()) {
            return new Verdict.NotAssessed("the response is empty");
        }
        Language spoken = response.language();
        Language given = exchange.contextAsOne().language();
        if (!spoken.isSupported() || !given.isSupported()) {
            return new Verdict.NotAssessed("a text is neither Chinese nor English");
        }
        if (spoken.hasChinese() != given.hasChinese() && spoken.hasEnglish() != given.hasEnglish()) {
            return new Verdict.NotAssessed(
                    "context (" + given.tag() + ") and response (" + spoken.tag() + ") are in different languages");
        }
        if (response.refusal() instanceof Verdict.Assessed refusal && "full".equals(refusal.label())) {
            return new Verdict.NotAssessed("the model declined to answer");
        }
        Set<Integer> said = new HashSet<>(Passage.of(response).content());
        Prose prompt = exchange.prompt();
        Set<Integer> asked = prompt == null ? Set.of() : Passage.of(prompt).content();
        List<Set<Integer>> units = new ArrayList<>();
        for (Prose piece : pieces) {
            Passage passage = Passage.of(piece);
            if (pieces.size() > 1) {
                units.add(passage.content());
            } else {
                passage.sentences().forEach(sentence -> units.add(sentence.content()));
            }
        }
        int counted = 0;
        int used = 0;
        for (Set<Integer> unit : units) {
            int shared = 0;
            int own = 0;
            for (int word : unit) {
                if (!asked.contains(word)) {
                    own++;
                    shared += said.contains(word) ? 1 : 0;
                }
            }
            counted += own > 0 ? 1 : 0;
            used += own > 0 && (shared >= USED * own || shared >= ENOUGH_SHARED) && shared > 0 ? 1 : 0;
        }
        if (counted == 0) {
            return new Verdict.NotAssessed("the context says nothing that the prompt does not");
        }
        double score = used / (double) counted;
        String label = used == 0 ? "ignored" : score >= MOSTLY ? "used" : "partly";
        return new Verdict.Assessed(score, used == 0 && said.size() >= ENOUGH_SAID, label, List.of());
    }
}

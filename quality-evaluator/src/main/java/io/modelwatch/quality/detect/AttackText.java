package io.modelwatch.quality.detect;

import io.modelwatch.quality.linear.Features;
import io.modelwatch.quality.linear.LinearModel;
import io.modelwatch.quality.linear.Normaliser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Scores a text that comes from outside, as it stands and as it reads when what hides it is undone. */
final class AttackText {

    /** The score of a text that meets a rule. */
    static final double BY_RULE = 0.9;

    /** What a model looks at at once; longer texts are cut into as many pieces as it takes. */
    private static final int PIECE = 4000;

    /** Longer lines are looked at by sentences. */
    private static final int LONG_LINE = 300;

    /**
     * What was found.
     *
     * @param score 0.5 and more is an attack
     * @param rule the rule met, or {@code model}
     */
    record Found(double score, String rule) {

        Found or(Found other) {
            return other.score > score ? other : this;
        }
    }

    private AttackText() {}

    /**
     * Scores a text.
     *
     * @param text as it came
     * @param models that look at it; none for rules alone
     * @param rules that look at it, folded
     */
    static Found score(String text, List<LinearModel> models, Function<String, Optional<String>> rules) {
        Found found = ofFolded(Normaliser.fold(text), models, rules);
        for (String hidden : Normaliser.hidden(text)) {
            found = found.or(ofFolded(hidden, models, rules));
        }
        return found;
    }

    private static Found ofFolded(String folded, List<LinearModel> models, Function<String, Optional<String>> rules) {
        Found found = rules.apply(folded).map(rule -> new Found(BY_RULE, rule)).orElse(new Found(0, "model"));
        if (!models.isEmpty()) {
            for (int from = 0; from == 0 || from < folded.length(); from += PIECE) {
                Features features = Features.of(folded.substring(from, Math.min(from + PIECE, folded.length())));
                for (LinearModel model : models) {
                    found = found.or(new Found(model.score(features), "model"));
                }
            }
        }
        return found;
    }

    /** Lines, and within long lines sentences, that hold more than space. */
    static List<Span> lines(String text) {
        List<Span> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '\n';
            boolean sentence = i - start > LONG_LINE
                    && (c == '。'
                            || ((c == '.' || c == '!' || c == '?')
                                    && i + 1 < text.length()
                                    && text.charAt(i + 1) == ' '));
            if (c == '\n' || sentence || i - start >= PIECE) {
                int end = Math.min(text.length(), i + 1);
                if (!text.substring(start, end).isBlank()) {
                    lines.add(new Span(start, end));
                }
                start = end;
            }
        }
        return lines;
    }
}

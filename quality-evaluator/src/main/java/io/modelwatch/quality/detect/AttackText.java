package io.modelwatch.quality.detect;

import io.modelwatch.quality.linear.Features;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;

/** Scores a text that comes from outside, as it stands and as it reads when what hides it is undone. */
final class AttackText {

    /** The score of a text that meets a rule. */
    static final double BY_RULE = 0.9;

    /** Longer lines are cut, wherever that may be. */
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
     * @param text in all its readings
     * @param models that look at it; none for rules alone
     * @param rules that look at it, folded
     */
    static Found score(
            Unmasked text,
            List<ToDoubleBiFunction<Unmasked.Reading, Features>> models,
            Function<String, Optional<String>> rules) {
        Found found = new Found(0, "model");
        for (Unmasked.Reading reading : text.readings()) {
            found = found.or(rules.apply(reading.folded())
                    .map(rule -> new Found(BY_RULE, rule))
                    .orElse(found));
            for (ToDoubleBiFunction<Unmasked.Reading, Features> model : models) {
                for (Features piece : reading.pieces()) {
                    found = found.or(new Found(model.applyAsDouble(reading, piece), "model"));
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

package io.modelwatch.quality.detect;

import io.modelwatch.quality.linear.Features;
import io.modelwatch.quality.linear.LinearModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * Does the prompt try to talk the model out of its rules? Score: how probable that is, by a model for English, one for
 * Chinese, and rules.
 */
final class JailbreakDetector implements Detector {

    private static final double THRESHOLD = 0.5;
    private static final double WITHOUT_THEME = 0.4;

    private static final LinearModel ENGLISH = LinearModel.named("jailbreak_en");
    private static final LinearModel CHINESE = LinearModel.named("jailbreak_zh");

    @Override
    public String name() {
        return "jailbreak";
    }

    @Override
    public String version() {
        return "linear-2";
    }

    @Override
    public Verdict assess(Exchange exchange) {
        Prose prompt = exchange.prompt();
        if (prompt == null) {
            return new Verdict.NotAssessed("there is no prompt");
        }
        List<ToDoubleBiFunction<Unmasked.Reading, Features>> models = new ArrayList<>();
        if (prompt.language().hasEnglish()) {
            models.add((reading, piece) -> ENGLISH.score(piece));
        }
        if (prompt.language().hasChinese()) {
            models.add((reading, piece) -> inChinese(reading, piece));
        }
        AttackText.Found found = AttackText.score(prompt.unmasked(), models, AttackRules::jailbreak);
        boolean flagged = found.score() >= THRESHOLD;
        if (models.isEmpty() && !flagged) {
            return new Verdict.NotAssessed(
                    prompt.language() == Language.NONE
                            ? "the prompt has no words"
                            : "the prompt is neither Chinese nor English");
        }
        List<Evidence> evidence = flagged
                ? List.of(Evidence.at(
                        "prompt:" + found.rule(), prompt, 0, prompt.text().length()))
                : List.of();
        return new Verdict.Assessed(found.score(), flagged, null, evidence);
    }

    /** Words alone do not make a jailbreak: the text must speak of something that jailbreaks speak of. */
    private static double inChinese(Unmasked.Reading reading, Features piece) {
        double score = CHINESE.score(piece.with(reading.themes(), 1));
        return AttackRules.speaksOfAny(reading.themes()) ? score : Math.min(score, WITHOUT_THEME);
    }
}

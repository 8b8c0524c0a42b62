package io.modelwatch.quality.detect;

import io.modelwatch.quality.instruct.Languages;
import io.modelwatch.quality.linear.Features;
import io.modelwatch.quality.linear.LinearModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;

/**
 * Does the prompt, or what was put into its context, try to take over the model? Score: how probable that is; the
 * highest of the prompt as a whole and of each line of the context. English and German by models and rules, Chinese by
 * rules.
 */
final class PromptInjectionDetector implements Detector {

    private static final double THRESHOLD = 0.5;

    /** A shorter line of context has too few words for the model. */
    private static final int LEAST_FOR_MODEL = 32;

    private static final Set<String> READ = Set.of("de", "en");

    private static final LinearModel DIRECT = LinearModel.named("prompt_injection");
    private static final LinearModel INDIRECT = LinearModel.named("indirect_injection");

    private static final List<ToDoubleBiFunction<Unmasked.Reading, Features>> IN_PROMPTS =
            List.of((reading, piece) -> DIRECT.score(piece));
    private static final List<ToDoubleBiFunction<Unmasked.Reading, Features>> IN_CONTEXTS =
            List.of((reading, piece) -> INDIRECT.score(piece));

    @Override
    public String name() {
        return "prompt_injection";
    }

    @Override
    public String version() {
        return "linear-2";
    }

    @Override
    public Verdict assess(Exchange exchange) {
        Prose prompt = exchange.prompt();
        if (prompt == null && exchange.context().isEmpty()) {
            return new Verdict.NotAssessed("there is neither prompt nor context");
        }
        double score = 0;
        boolean known = false;
        List<Evidence> evidence = new ArrayList<>();
        if (prompt != null) {
            known = isKnown(prompt);
            AttackText.Found found = AttackText.score(
                    prompt.unmasked(), isRead(prompt) ? IN_PROMPTS : List.of(), AttackRules::injection);
            score = found.score();
            if (score >= THRESHOLD) {
                evidence.add(Evidence.at(
                        "prompt:" + found.rule(), prompt, 0, prompt.text().length()));
            }
        }
        for (int i = 0; i < exchange.context().size(); i++) {
            Prose piece = exchange.context().get(i);
            known |= isKnown(piece);
            boolean isRead = isRead(piece);
            for (Span line : AttackText.lines(piece.text())) {
                boolean tells = isRead && line.length() >= LEAST_FOR_MODEL;
                AttackText.Found found = AttackText.score(
                        Unmasked.of(piece.text().substring(line.start(), line.end()), tells),
                        tells ? IN_CONTEXTS : List.of(),
                        AttackRules::injection);
                score = Math.max(score, found.score());
                if (found.score() >= THRESHOLD) {
                    evidence.add(Evidence.at("context[" + i + "]:" + found.rule(), piece, line.start(), line.end()));
                }
            }
        }
        if (!known && score < THRESHOLD) {
            return new Verdict.NotAssessed("the texts are neither Chinese, English nor German");
        }
        return new Verdict.Assessed(score, score >= THRESHOLD, null, Evidence.shorten(evidence));
    }

    private static boolean isKnown(Prose text) {
        return text.language().isSupported() || isRead(text);
    }

    /** Whether a model has learnt the text's language; a few words may look like none in particular. */
    private static boolean isRead(Prose text) {
        return text.language().hasEnglish()
                || (text.language() == Language.OTHER && READ.contains(Languages.of(text.text())));
    }
}

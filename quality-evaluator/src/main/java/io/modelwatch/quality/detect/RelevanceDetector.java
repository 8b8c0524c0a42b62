package io.modelwatch.quality.detect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is the answer about the question? Score: 0.5 where the words agree as little as in an answer to another question,
 * more where they agree better; low is bad. Compares words, so it needs both texts in one language, and it cannot see
 * a good answer that shares no word with its question, such as a poem.
 */
final class RelevanceDetector implements Detector {

    private static final double THRESHOLD = 0.5;
    private static final double EVEN_COSINE = 0.15;
    private static final double FITTING_FORM = 0.05;

    @Override
    public String name() {
        return "relevance";
    }

    @Override
    public String version() {
        return "rules-1";
    }

    @Override
    public Verdict assess(Exchange exchange) {
        Prose prompt = exchange.prompt();
        Prose response = exchange.response();
        if (prompt == null) {
            return new Verdict.NotAssessed("there is no prompt");
        }
        if (response.isBlank()) {
            return new Verdict.NotAssessed("the response is empty");
        }
        String apart = apart(prompt.language(), response.language());
        if (apart != null) {
            return new Verdict.NotAssessed(apart);
        }
        Terms asked = Terms.of(prompt.folded());
        Terms answered = Terms.of(response.folded());
        if (asked.isEmpty() || answered.isEmpty()) {
            return new Verdict.NotAssessed(
                    "the " + (asked.isEmpty() ? "prompt" : "response") + " has no words to compare");
        }
        double cosine = asked.cosine(answered);
        QuestionType type = QuestionType.of(prompt);
        boolean fits = type.isAnsweredBy(response);
        double agreement = cosine + (fits ? FITTING_FORM : 0);
        double score = agreement / (agreement + EVEN_COSINE);
        return new Verdict.Assessed(score, score < THRESHOLD, null, List.of());
    }

    private static @Nullable String apart(Language prompt, Language response) {
        for (Language language : List.of(prompt, response)) {
            if (language == Language.OTHER) {
                return "a text is neither Chinese nor English";
            }
            if (language == Language.NONE) {
                return "a text has no words";
            }
        }
        return prompt == response || prompt == Language.MIXED || response == Language.MIXED
                ? null
                : "prompt (" + prompt.tag() + ") and response (" + response.tag() + ") are in different languages";
    }
}

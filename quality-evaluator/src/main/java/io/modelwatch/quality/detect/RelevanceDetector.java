package io.modelwatch.quality.detect;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Is the answer about the question? Score: 0.5 where the words agree as little as in an answer to another question,
 * more where they agree better; low is bad. Compares words, so it needs both texts in one language, and a good answer
 * may share no word with its question. Flagged is therefore only what is clearly beside it: an answer of some length
 * that declines nothing and does not hedge, to a prompt that leaves no free choice of subject, and has next to nothing
 * in common with it nor with the context.
 */
final class RelevanceDetector implements Detector {

    private static final double EVEN = 0.5;
    private static final double EVEN_COSINE = 0.15;
    private static final double FITTING_FORM = 0.05;

    private static final double NOTHING_IN_COMMON = 0.045;
    private static final int ENOUGH_ASKED = 2;
    private static final int ENOUGH_ANSWERED = 8;
    private static final int ENOUGH_ANSWERED_IN_CHINESE = 12;

    /** Asks for something whose words nobody can foresee: made up, one of many, or taken from a text not at hand. */
    private static final Pattern OPEN = Pattern.compile(
            "\\b(?:generate|create|compose|design|poem|haiku|story|limerick|come up with|brainstorm|invent|imagine|write"
                    + "|rewrite|draft|dialogue|complete|fill in|summari[sz]e|classify|translate)\\b"
                    + "|\\b(?:name|list|provide|give|choose|find|identify|suggest|compile|construct|think of|add|make)(?: me)?"
                    + " (?:some|two|three|four|five|six|seven|ten|\\d{1,3})\\b"
                    + "|写|编一|作一|翻译|起个|生成|设计|创作|造句|总结|概括|归纳|要点|列出");

    private static final List<Detector> WITHOUT_SUBJECT = List.of(new RefusalDetector(), new UncertaintyDetector());

    @Override
    public String name() {
        return "relevance";
    }

    @Override
    public String version() {
        return "rules-2";
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
        if (score >= EVEN) {
            return new Verdict.Assessed(score, false, "on_topic", List.of());
        }
        boolean beside = cosine < NOTHING_IN_COMMON
                && asked.size() >= ENOUGH_ASKED
                && answered.size() >= (response.language().hasChinese() ? ENOUGH_ANSWERED_IN_CHINESE : ENOUGH_ANSWERED)
                && !asked.sharesWordWith(answered)
                && !OPEN.matcher(prompt.folded()).find()
                && WITHOUT_SUBJECT.stream().noneMatch(detector -> flags(detector, exchange))
                && exchange.context().stream()
                        .noneMatch(piece -> Terms.of(piece.folded()).cosine(answered) >= NOTHING_IN_COMMON);
        return new Verdict.Assessed(score, beside, beside ? "off_topic" : "unclear", List.of());
    }

    private static boolean flags(Detector detector, Exchange exchange) {
        return detector.assess(exchange) instanceof Verdict.Assessed assessed && assessed.flagged();
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

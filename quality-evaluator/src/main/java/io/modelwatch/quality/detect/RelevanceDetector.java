package io.modelwatch.quality.detect;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Is the answer about the question? Score: 0.5 where the two have as little to do with each other as a question and an
 * answer to another one, more where they fit better; low is bad, and less is flagged. Where the words agree well they
 * decide; else the meaning does, by an embedder. Without one it is the words again, and since a good answer may share no
 * word with its question, flagged is then only what is clearly beside it: an answer of some length that has next to
 * nothing in common with prompt and context, where the prompt leaves no free choice of subject. What declines or hedges
 * is never flagged. Needs both texts in one language.
 */
final class RelevanceDetector implements Detector {

    private static final double EVEN = 0.5;
    private static final double EVEN_COSINE = 0.15;
    private static final double FITTING_FORM = 0.05;

    /** From here on the words alone decide. */
    private static final double DECIDED = 0.75;

    private static final double EVEN_MEANING = 0.41;
    private static final double EVEN_MEANING_IN_CHINESE = 0.6;
    private static final double WORDS_IN_CHINESE = 0.3;
    private static final double STEEPNESS = 8;

    /** For a prompt that leaves the choice of subject free. */
    private static final double EVEN_IF_OPEN = 0.4;

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

    private static final Detector UNCERTAINTY = new UncertaintyDetector();

    @Override
    public String name() {
        return "relevance";
    }

    @Override
    public String version() {
        return "embedding-1";
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
        boolean fits = QuestionType.of(prompt).isAnsweredBy(response);
        double agreement = cosine + (fits ? FITTING_FORM : 0);
        double score = agreement / (agreement + EVEN_COSINE);
        double meant = score < DECIDED ? meant(exchange, prompt, response, cosine) : -1;
        if (meant >= 0) {
            score = meant;
        }
        if (score >= EVEN) {
            return new Verdict.Assessed(score, false, "on_topic", List.of());
        }
        boolean beside = meant >= 0
                ? score < (isOpen(prompt) ? EVEN_IF_OPEN : EVEN)
                        && !declines(exchange)
                        && exchange.context().stream().noneMatch(piece -> close(piece, response, exchange.embedder()))
                : cosine < NOTHING_IN_COMMON
                        && asked.size() >= ENOUGH_ASKED
                        && answered.size() >= enough(response)
                        && !asked.sharesWordWith(answered)
                        && !isOpen(prompt)
                        && !declines(exchange)
                        && !hedges(exchange)
                        && exchange.context().stream()
                                .noneMatch(piece -> Terms.of(piece.folded()).cosine(answered) >= NOTHING_IN_COMMON);
        return new Verdict.Assessed(score, beside, beside ? "off_topic" : "unclear", List.of());
    }

    /** The score by meaning, negative where there is no embedder. */
    private static double meant(Exchange exchange, Prose prompt, Prose response, double cosine) {
        float[] question = prompt.embedding(exchange.embedder());
        float[] answer = response.embedding(exchange.embedder());
        if (question == null || answer == null || question.length != answer.length) {
            return -1;
        }
        boolean chinese = response.language() == Language.ZH;
        double agreement = Vectors.cosine(question, answer) + (chinese ? WORDS_IN_CHINESE * Math.min(EVEN, cosine) : 0);
        double even = chinese ? EVEN_MEANING_IN_CHINESE : EVEN_MEANING;
        return 1 / (1 + Math.exp((even - agreement) * STEEPNESS));
    }

    private static boolean close(Prose piece, Prose response, Embedder embedder) {
        float[] given = piece.embedding(embedder);
        float[] answer = response.embedding(embedder);
        return given != null
                && answer != null
                && given.length == answer.length
                && Vectors.cosine(given, answer)
                        >= (response.language() == Language.ZH ? EVEN_MEANING_IN_CHINESE : EVEN_MEANING);
    }

    private static boolean isOpen(Prose prompt) {
        return OPEN.matcher(prompt.folded()).find();
    }

    private static int enough(Prose response) {
        return response.language().hasChinese() ? ENOUGH_ANSWERED_IN_CHINESE : ENOUGH_ANSWERED;
    }

    private static boolean declines(Exchange exchange) {
        return exchange.response().refusal() instanceof Verdict.Assessed refusal && refusal.flagged();
    }

    private static boolean hedges(Exchange exchange) {
        return UNCERTAINTY.assess(exchange) instanceof Verdict.Assessed hedging && hedging.flagged();
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

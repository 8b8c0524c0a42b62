package io.modelwatch.quality.detect;

import io.modelwatch.quality.trees.TreeModel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does the context support the answer? {@code groundedness} says how well (low is bad), {@code hallucination} how
 * probable it is that something is made up (high is bad), which is the same turned round where there is a context; where
 * there is none, it is a weak signal from how the answer sounds, and never flagged. Boosted trees look at what the
 * claims share with the context; where they are undecided and there is an embedder, others look at the meaning too.
 */
final class GroundednessDetector implements Detector {

    private static final double THRESHOLD = 0.5;

    /** Below this and above its mirror image the words alone decide. */
    private static final double DECIDED = 0.1;

    /** Who declines makes nothing up. */
    private static final double DECLINED = 0.45;

    /** A longer answer has a language. */
    private static final int NAME = 24;

    private static final double PARTLY = 0.25;
    private static final double WORTH_SHOWING = 0.7;
    private static final int MOST_SHOWN = 4;

    private record Models(TreeModel words, TreeModel meaning) {

        static Models named(String name) {
            return new Models(TreeModel.named(name), TreeModel.named(name + "_embedded"));
        }
    }

    private static final Models ENGLISH = Models.named("grounded_en");
    private static final Models CHINESE = Models.named("grounded_zh");

    private final boolean turned;

    private GroundednessDetector(boolean turned) {
        this.turned = turned;
    }

    static GroundednessDetector groundedness() {
        return new GroundednessDetector(false);
    }

    static GroundednessDetector hallucination() {
        return new GroundednessDetector(true);
    }

    @Override
    public String name() {
        return turned ? "hallucination" : "groundedness";
    }

    @Override
    public String version() {
        return "trees-1";
    }

    @Override
    public Verdict assess(Exchange exchange) {
        Prose response = exchange.response();
        if (response.isBlank()) {
            return new Verdict.NotAssessed("the response is empty");
        }
        if (response.language() == Language.OTHER) {
            return new Verdict.NotAssessed("the response is neither Chinese nor English");
        }
        Grounding grounding = exchange.grounding();
        if (grounding.reason() != null) {
            return turned && exchange.context().stream().allMatch(Prose::isBlank)
                    ? WeakSignal.of(exchange)
                    : new Verdict.NotAssessed(grounding.reason());
        }
        double unsupported = grounding.unsupported();
        boolean flagged = unsupported >= THRESHOLD;
        String label = flagged ? "unsupported" : unsupported >= PARTLY ? "partly" : "supported";
        return new Verdict.Assessed(turned ? unsupported : 1 - unsupported, flagged, label, grounding.evidence());
    }

    /**
     * What is worked out once for both detectors.
     *
     * @param reason why nothing could be said; null where it could
     * @param unsupported how probable it is that the context does not support the answer
     * @param evidence the claims with the least support
     */
    record Grounding(@Nullable String reason, double unsupported, List<Evidence> evidence) {

        static Grounding not(String reason) {
            return new Grounding(reason, 0, List.of());
        }

        static Grounding of(Exchange exchange) {
            if (exchange.context().stream().allMatch(Prose::isBlank)) {
                return not("there is no context");
            }
            Prose response = exchange.response();
            Prose context = exchange.contextAsOne();
            if (!context.language().isSupported()) {
                return not("the context is neither Chinese nor English");
            }
            Language spoken = response.language() == Language.NONE ? context.language() : response.language();
            // A name in Latin letters may well answer a Chinese question.
            boolean name = spoken == Language.EN && response.text().length() <= NAME;
            boolean chinese = name ? context.language().hasChinese() : spoken.hasChinese();
            if (chinese ? !context.language().hasChinese() : !context.language().hasEnglish()) {
                return not("context (" + context.language().tag() + ") and response (" + spoken.tag()
                        + ") are in different languages");
            }
            Prose prompt = exchange.prompt();
            Passage there = Passage.of(context);
            Passage asked = Passage.of(prompt == null ? Prose.of("") : prompt);
            Passage said = Passage.of(response);
            Support support = Support.of(there, asked, said);
            Models models = chinese ? CHINESE : ENGLISH;
            double score = models.words.score(support.signals());
            if (score > DECIDED && score < 1 - DECIDED) {
                Support meant = support.embedded(there, asked, said, exchange.embedder());
                if (meant.signals().length > support.signals().length) {
                    score = models.meaning.score(meant.signals());
                }
            }
            if (!chinese && support.statesWhatIsNotThere()) {
                score = Math.max(score, THRESHOLD);
            }
            if (response.refusal() instanceof Verdict.Assessed refusal && refusal.flagged()) {
                score = Math.min(score, DECLINED);
            }
            return new Grounding(null, score, score >= PARTLY ? evidence(response, support) : List.of());
        }

        private static List<Evidence> evidence(Prose response, Support support) {
            List<Evidence> evidence = new ArrayList<>();
            for (Support.Claim claim : support.claims()
                    .subList(0, Math.min(MOST_SHOWN, support.claims().size()))) {
                if (evidence.isEmpty() || claim.support() < WORTH_SHOWING) {
                    evidence.add(Evidence.at(
                            "claim",
                            response,
                            claim.span().start(),
                            claim.span().end()));
                }
            }
            return Evidence.shorten(evidence);
        }
    }
}

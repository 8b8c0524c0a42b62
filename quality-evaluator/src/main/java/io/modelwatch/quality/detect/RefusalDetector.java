package io.modelwatch.quality.detect;

import io.modelwatch.quality.linear.LinearModel;

/**
 * Did the model decline? Score: how sure that it did; label {@code none}, {@code partial} (declined, and did some of
 * it or something else) or {@code full}. A linear model of each language looks at the words of the answer and at what
 * the rules make of it: these weigh what the answer says in its own voice, so quotations and code do not count, nor
 * does "not that I cannot …". Where an answer has several speakers, the last one has the word.
 */
final class RefusalDetector implements Detector {

    private static final double THRESHOLD = 0.5;
    private static final double WITHOUT_CORE_CUE = 0.4;
    private static final double PLAIN = 0.55;

    private static final LinearModel ENGLISH = LinearModel.named("refusal_en");
    private static final LinearModel CHINESE = LinearModel.named("refusal_zh");

    @Override
    public String name() {
        return "refusal";
    }

    @Override
    public String version() {
        return "linear-1";
    }

    @Override
    public Verdict assess(Exchange exchange) {
        return exchange.response().refusal();
    }

    static Verdict of(Prose response) {
        String unreadable = response.unreadable();
        if (unreadable != null) {
            return new Verdict.NotAssessed(unreadable);
        }
        Verdict.Assessed verdict = null;
        if (response.language().hasEnglish()) {
            verdict = judge(response, RefusalCues.ENGLISH, ENGLISH);
        }
        if (response.language().hasChinese()) {
            Verdict.Assessed chinese = judge(response, RefusalCues.CHINESE, CHINESE);
            verdict = verdict == null || chinese.score() > verdict.score() ? chinese : verdict;
        }
        return verdict == null ? new Verdict.NotAssessed("the response has no words") : verdict;
    }

    private static Verdict.Assessed judge(Prose response, RefusalCues cues, LinearModel model) {
        RefusalRules.Finding finding = RefusalRules.weigh(response, cues);
        double score = model.score(finding.features(response));
        if (!finding.core()) {
            score = Math.min(score, WITHOUT_CORE_CUE);
        }
        if (finding.plainly()) {
            score = Math.max(score, PLAIN);
        }
        boolean flagged = score >= THRESHOLD;
        String label = !flagged ? "none" : finding.helps() ? "partial" : "full";
        return new Verdict.Assessed(score, flagged, label, Evidence.shorten(finding.evidence()));
    }
}

package io.modelwatch.quality.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/**
 * Did the model decline? Score: how sure that it did; label {@code none}, {@code partial} (declined, and did some of
 * it or something else) or {@code full}. Weighs what the answer says in its own voice: quotations and code do not
 * count, nor does "not that I cannot …". Where an answer has several speakers, the last one has the word.
 */
final class RefusalDetector implements Detector {

    private static final double THRESHOLD = 0.5;
    private static final double WITHOUT_CORE_CUE = 0.4;
    private static final int LONG_TEXT = 1500;
    private static final int MANY_ITEMS = 4;
    private static final int LOOK_BACK = 24;

    @Override
    public String name() {
        return "refusal";
    }

    @Override
    public String version() {
        return "rules-1";
    }

    @Override
    public Verdict assess(Exchange exchange) {
        Prose response = exchange.response();
        if (response.isBlank()) {
            return new Verdict.NotAssessed("the response is empty");
        }
        if (!response.language().isSupported()) {
            return new Verdict.NotAssessed(
                    response.language() == Language.NONE
                            ? "the response has no words"
                            : "the response is neither Chinese nor English");
        }
        Finding finding = finding(response);
        boolean flagged = finding.score >= THRESHOLD;
        String label = !flagged ? "none" : finding.partial ? "partial" : "full";
        return new Verdict.Assessed(finding.score, flagged, label, Evidence.shorten(finding.evidence));
    }

    private record Finding(double score, boolean partial, List<Evidence> evidence) {}

    private static Finding finding(Prose response) {
        Voice last = Voice.of(response).getLast();
        Finding best = null;
        if (response.language().hasEnglish()) {
            best = weigh(response, last, RefusalCues.ENGLISH);
        }
        if (response.language().hasChinese()) {
            Finding chinese = weigh(response, last, RefusalCues.CHINESE);
            best = best == null || chinese.score > best.score ? chinese : best;
        }
        return best == null ? new Finding(0, false, List.of()) : best;
    }

    private static Finding weigh(Prose prose, Voice voice, RefusalCues cues) {
        List<Evidence> evidence = new ArrayList<>();
        double sum = cues.base();
        Said inability = said(prose, voice, cues.inability(), cues, evidence);
        sum += inability.weight;
        boolean core = inability.any;
        for (Cue cue : cues.grounds()) {
            Said said = said(prose, voice, cue, cues, evidence);
            core |= said.any;
            sum += said.weight;
        }
        for (Cue cue : cues.manner()) {
            sum += said(prose, voice, cue, cues, evidence).weight;
        }
        int items = listItems(prose, voice);
        sum += cues.listed() * Math.min(items, MANY_ITEMS) / MANY_ITEMS;
        sum += cues.lengthy() * Math.min(1, (double) (voice.end() - voice.start()) / LONG_TEXT);
        double score = 1 / (1 + Math.exp(-sum));
        boolean helps = cues.help()
                .matcher(prose.spoken())
                .region(voice.start(), voice.end())
                .find();
        return new Finding(core ? score : Math.min(score, WITHOUT_CORE_CUE), helps || items >= MANY_ITEMS, evidence);
    }

    private record Said(boolean any, double weight) {}

    private static Said said(Prose prose, Voice voice, Cue cue, RefusalCues cues, List<Evidence> evidence) {
        List<Span> sentences = voice.sentences();
        Matcher matcher = cue.pattern().matcher(prose.spoken());
        // The line end before the voice belongs to it, since some patterns begin with one.
        matcher.region(Math.max(0, voice.start() - 1), voice.end())
                .useTransparentBounds(true)
                .useAnchoringBounds(false);
        int sentence = 0;
        int saying = 0;
        int lastSaying = -1;
        boolean early = false;
        while (matcher.find()) {
            if (excused(prose, cues, matcher.start())) {
                continue;
            }
            // The end lies in the sentence; the start may be the stop before it.
            while (sentence + 1 < sentences.size() && sentences.get(sentence).end() < matcher.end()) {
                sentence++;
            }
            if (sentence != lastSaying) {
                saying++;
                lastSaying = sentence;
                early |= sentence < 2;
                if (cue.said() + cue.share() + cue.early() > 0) {
                    evidence.add(Evidence.at(cue.name(), prose.text(), matcher.start(), matcher.end()));
                }
            }
        }
        double weight =
                (saying > 0 ? cue.said() : 0) + cue.share() * saying / sentences.size() + (early ? cue.early() : 0);
        return new Said(saying > 0, weight);
    }

    private static boolean excused(Prose prose, RefusalCues cues, int start) {
        return cues.excused()
                .matcher(prose.spoken())
                .region(Math.max(0, start - LOOK_BACK), start)
                .useTransparentBounds(true)
                .find();
    }

    private static int listItems(Prose prose, Voice voice) {
        int items = 0;
        for (Span sentence : voice.sentences()) {
            items += Marks.isListItem(prose.folded(), sentence) ? 1 : 0;
        }
        return items;
    }
}

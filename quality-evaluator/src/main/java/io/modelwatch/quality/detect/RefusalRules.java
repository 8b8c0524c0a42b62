package io.modelwatch.quality.detect;

import io.modelwatch.quality.linear.Features;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/** Weighs what an answer says in its own voice by the cues of one language. */
final class RefusalRules {

    private static final int LONG_TEXT = 1500;
    private static final int MANY_ITEMS = 4;
    private static final int LOOK_BACK = 24;

    /** What follows a refusal and is no longer than so many times what much is, offers help rather than gives it. */
    private static final int OFFER = 2;

    private static final double LARGEST = 6;

    /** Brings the cues' sum to the size of a word's weight. */
    private static final double SIZE = 0.25;

    /**
     * What the cues add up to.
     *
     * @param logit on the logistic scale
     * @param declines whether the first person declines
     * @param plainly whether it does so in plain words and does not go on to help all the same
     * @param core whether something was said that may flag at all
     * @param helps whether some of what was asked for is done, or something else offered
     * @param evidence what was said
     */
    record Finding(
            double logit, boolean declines, boolean plainly, boolean core, boolean helps, List<Evidence> evidence) {

        /** What a linear model is to know of the answer. */
        Features features(Prose response) {
            float[] signals = {
                (float) Math.clamp(logit, -LARGEST, LARGEST),
                declines ? 1 : 0,
                plainly ? 1 : 0,
                core ? 1 : 0,
                helps ? 1 : 0,
                plainly && helps ? 1 : 0
            };
            return response.features().with(signals, SIZE);
        }
    }

    private RefusalRules() {}

    static Finding weigh(Prose prose, RefusalCues cues) {
        Voice voice = Voice.of(prose).getLast();
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
        int plain = plainly(prose, voice, cues);
        boolean helps = helps(prose, voice.start(), voice.end(), cues);
        boolean offers = voice.end() - plain <= OFFER * cues.muchSaid();
        boolean stays = plain >= 0 && (offers || !helps(prose, plain, voice.end(), cues)) && items < MANY_ITEMS;
        boolean late = plain - voice.start() >= cues.muchSaid();
        return new Finding(sum, inability.any, stays, core, helps || late || items >= MANY_ITEMS, evidence);
    }

    private static boolean helps(Prose prose, int from, int to, RefusalCues cues) {
        return cues.help().matcher(prose.spoken()).region(from, to).find();
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
                    evidence.add(Evidence.at(cue.name(), prose, matcher.start(), matcher.end()));
                }
            }
        }
        double weight =
                (saying > 0 ? cue.said() : 0) + cue.share() * saying / sentences.size() + (early ? cue.early() : 0);
        return new Said(saying > 0, weight);
    }

    /** Where the voice declines plainly for the last time; negative where it does not. */
    private static int plainly(Prose prose, Voice voice, RefusalCues cues) {
        Matcher matcher = cues.plain().matcher(prose.spoken()).region(voice.start(), voice.end());
        int last = -1;
        while (matcher.find()) {
            if (!excused(prose, cues, matcher.start())) {
                last = matcher.start();
            }
        }
        return last;
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

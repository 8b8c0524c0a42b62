package io.modelwatch.quality.detect;

import java.util.regex.Pattern;

/**
 * Something a text may say, and how much it speaks for what is looked for. The weights add up on the logistic scale.
 *
 * @param name the rule's name in evidence
 * @param pattern of bounded repetitions only, so that a search takes time linear in the text
 * @param said weight when it is said at all
 * @param share weight times the share of sentences that say it
 * @param early weight when one of the first two sentences says it
 */
record Cue(String name, Pattern pattern, double said, double share, double early) {

    static Cue of(String name, double said, double share, double early, String regex) {
        return new Cue(name, Pattern.compile(regex), said, share, early);
    }
}

package io.modelwatch.quality.detect;

import io.modelwatch.quality.linear.Features;
import io.modelwatch.quality.linear.Normaliser;
import java.util.ArrayList;
import java.util.List;

/**
 * What a text that comes from outside says, as it stands and where what hides it is undone.
 *
 * @param readings all of them, the plain one first
 */
record Unmasked(List<Reading> readings) {

    /** What a model looks at at once; longer texts are cut into as many pieces as it takes. */
    private static final int PIECE = 4000;

    /**
     * One way to read the text.
     *
     * @param folded by {@link Normaliser}
     * @param pieces as linear models see them
     * @param themes how much it speaks of what Chinese jailbreaks speak of
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Reading(String folded, List<Features> pieces, float[] themes) {

        static Reading of(String folded, boolean forModels) {
            List<Features> pieces = new ArrayList<>();
            if (forModels) {
                for (int from = 0; from == 0 || from < folded.length(); from += PIECE) {
                    pieces.add(Features.of(folded.substring(from, Math.min(from + PIECE, folded.length()))));
                }
            }
            return new Reading(folded, pieces, forModels ? AttackRules.chineseThemes(folded) : new float[0]);
        }
    }

    Unmasked {
        readings = List.copyOf(readings);
    }

    /**
     * @param text as it came
     * @param forModels whether models will look at it; rules alone need no features
     */
    static Unmasked of(String text, boolean forModels) {
        List<Reading> readings = new ArrayList<>();
        String folded = Normaliser.fold(text);
        readings.add(Reading.of(folded, forModels));
        for (String hidden : Normaliser.hidden(text, folded)) {
            readings.add(Reading.of(hidden, forModels));
        }
        return new Unmasked(readings);
    }
}

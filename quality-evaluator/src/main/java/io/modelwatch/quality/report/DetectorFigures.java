package io.modelwatch.quality.report;

import java.util.OptionalDouble;

/**
 * What one detector said over many exchanges.
 *
 * @param assessed exchanges it could judge
 * @param notAssessed exchanges it was not made for
 * @param flagged exchanges an operator should look at
 * @param scoreSum sum of the scores of those assessed
 */
public record DetectorFigures(long assessed, long notAssessed, long flagged, double scoreSum) {

    public static final DetectorFigures NONE = new DetectorFigures(0, 0, 0, 0);

    DetectorFigures plus(DetectorFigures other) {
        return new DetectorFigures(
                assessed + other.assessed,
                notAssessed + other.notAssessed,
                flagged + other.flagged,
                scoreSum + other.scoreSum);
    }

    /** Share of those assessed that were flagged, in percent. */
    public OptionalDouble flaggedPercent() {
        return assessed == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * flagged / assessed);
    }

    public OptionalDouble meanScore() {
        return assessed == 0 ? OptionalDouble.empty() : OptionalDouble.of(scoreSum / assessed);
    }
}

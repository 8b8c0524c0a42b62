package io.modelwatch.quality.labelled;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.Objects;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How differently segments fare. Segments without positives or negatives are left out of the rate that needs them; a
 * difference is absent where no segment has the rate.
 *
 * @param demographicParityDifference largest less smallest share predicted positive
 * @param demographicParityRatio smallest by largest share predicted positive
 * @param disparateImpact the same ratio by its name in law; below 0.8 is commonly called adverse
 * @param equalOpportunityDifference largest less smallest rate of true positives
 * @param equalizedOddsDifference that, or the same of false positives if it is larger
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "Fairness")
record Fairness(
        double demographicParityDifference,
        double demographicParityRatio,
        double disparateImpact,
        @Nullable Double equalOpportunityDifference,
        @Nullable Double equalizedOddsDifference) {

    static Fairness of(Collection<GroupRates> groups) {
        DoubleSummaryStatistics selection = spread(groups, GroupRates::selectionRate);
        double ratio = Confusion.ratio(selection.getMin(), selection.getMax());
        Double opportunity = difference(groups, GroupRates::tpr);
        Double falseAlarms = difference(groups, GroupRates::fpr);
        return new Fairness(
                selection.getMax() - selection.getMin(),
                ratio,
                ratio,
                opportunity,
                opportunity == null || falseAlarms == null
                        ? (opportunity == null ? falseAlarms : opportunity)
                        : (Double) Math.max(opportunity, falseAlarms));
    }

    private static @Nullable Double difference(
            Collection<GroupRates> groups, Function<GroupRates, @Nullable Double> rate) {
        DoubleSummaryStatistics spread = spread(groups, rate);
        return spread.getCount() == 0 ? null : (Double) (spread.getMax() - spread.getMin());
    }

    private static DoubleSummaryStatistics spread(
            Collection<GroupRates> groups, Function<GroupRates, @Nullable Double> rate) {
        return groups.stream()
                .map(rate)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .summaryStatistics();
    }
}

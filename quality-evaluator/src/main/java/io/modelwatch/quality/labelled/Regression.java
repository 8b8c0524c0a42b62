package io.modelwatch.quality.labelled;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How far predicted numbers lie from the true ones.
 *
 * @param status {@code assessed}, or {@code not_assessed} where no row has both numbers
 * @param count rows that count
 * @param missing rows left out, since a number is missing
 * @param mae mean absolute error
 * @param rmse root of the mean squared error
 * @param r2 share of the variance explained; 0 where the truth does not vary and a prediction is wrong
 * @param mape mean absolute error by the absolute true number, which counts as at least 2^-52
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Regression")
record Regression(
        String status,
        @Nullable String reason,
        int count,
        int missing,
        @Nullable Double mae,
        @Nullable Double rmse,
        @Nullable Double r2,
        @Nullable Double mape) {

    /** A pair of a true and a predicted number. */
    record Pair(double truth, double predicted) {

        double error() {
            return truth - predicted;
        }
    }

    static Regression of(List<Pair> pairs, int missing) {
        if (pairs.isEmpty()) {
            return new Regression(
                    "not_assessed",
                    "no row has both a true and a predicted number",
                    0,
                    missing,
                    null,
                    null,
                    null,
                    null);
        }
        double mean = pairs.stream().mapToDouble(Pair::truth).average().orElse(0);
        double squares =
                pairs.stream().mapToDouble(pair -> pair.error() * pair.error()).sum();
        double variation = pairs.stream()
                .mapToDouble(pair -> (pair.truth - mean) * (pair.truth - mean))
                .sum();
        return new Regression(
                "assessed",
                null,
                pairs.size(),
                missing,
                pairs.stream()
                        .mapToDouble(pair -> Math.abs(pair.error()))
                        .average()
                        .orElse(0),
                Math.sqrt(squares / pairs.size()),
                variation == 0 ? (squares == 0 ? 1.0 : 0.0) : (Double) (1 - squares / variation),
                pairs.stream()
                        .mapToDouble(pair -> Math.abs(pair.error()) / Math.max(Math.ulp(1.0), Math.abs(pair.truth)))
                        .average()
                        .orElse(0));
    }
}

package io.modelwatch.quality.labelled;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How good predictions are.
 *
 * @param status {@code assessed}, or {@code not_assessed} where no row has both labels
 * @param reason why not
 * @param count rows that count
 * @param missing rows left out, since a label is missing
 * @param labels numbers by their value, others by their spelling; the order of the confusion matrix
 * @param positive the positive label, where there are two
 * @param confusionMatrix a row for each true label, a column for each predicted one
 * @param perClass by label
 * @param groups by segment
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "Classification")
@SuppressWarnings("ArrayRecordComponent") // only on its way to JSON
record Classification(
        String status,
        @Nullable String reason,
        int count,
        int missing,
        List<String> labels,
        @Nullable String positive,
        @Nullable Double accuracy,
        @Nullable Double balancedAccuracy,
        @Nullable Double mcc,
        @Nullable Double cohenKappa,
        int[][] confusionMatrix,
        Confusion.@Nullable Scores macro,
        Confusion.@Nullable Scores micro,
        Confusion.@Nullable Scores weighted,

        @Schema(type = SchemaType.OBJECT, additionalProperties = ClassScores.class)
        SequencedMap<String, ClassScores> perClass,

        @Nullable Double rocAuc,
        @Nullable Double averagePrecision,
        @Nullable Double logLoss,
        @Nullable Double brier,

        @Schema(type = SchemaType.OBJECT, additionalProperties = GroupRates.class) @Nullable
        SequencedMap<String, GroupRates> groups,

        @Nullable Fairness fairness) {

    /**
     * @param support rows whose true label it is
     */
    @Schema(name = "ClassScores")
    record ClassScores(double precision, double recall, double f1, int support) {

        static ClassScores of(Confusion.Scores scores, int support) {
            return new ClassScores(scores.precision(), scores.recall(), scores.f1(), support);
        }
    }

    private static final int BINARY = 2;

    /**
     * Measures rows that have both labels.
     *
     * @param missing rows left out before
     * @param positive the positive label; null for 1, true or else the last of two labels
     */
    static Classification of(List<Labelled> rows, int missing, @Nullable String positive) {
        if (rows.isEmpty()) {
            return empty(missing);
        }
        Confusion confusion = Confusion.of(rows);
        String one = confusion.labels().size() > BINARY ? null : positive(confusion.labels(), positive);
        SequencedMap<String, ClassScores> perClass = new LinkedHashMap<>();
        for (int label = 0; label < confusion.labels().size(); label++) {
            perClass.put(
                    confusion.labels().get(label), ClassScores.of(confusion.scores(label), confusion.support(label)));
        }
        Ranking ranking = one == null || rows.stream().map(Labelled::score).anyMatch(Objects::isNull)
                ? null
                : Ranking.of(rows, one);
        SequencedMap<String, GroupRates> groups = GroupRates.of(rows, one);
        return new Classification(
                "assessed",
                null,
                rows.size(),
                missing,
                confusion.labels(),
                one,
                confusion.accuracy(),
                confusion.balancedAccuracy(),
                confusion.matthews(),
                confusion.kappa(),
                confusion.counts(),
                confusion.macro(),
                confusion.micro(),
                confusion.weighted(),
                perClass,
                ranking == null ? null : ranking.rocAuc(),
                ranking == null ? null : ranking.averagePrecision(),
                ranking == null ? null : (Double) ranking.logLoss(),
                ranking == null ? null : (Double) ranking.brier(),
                groups.isEmpty() ? null : groups,
                groups.isEmpty() || one == null ? null : Fairness.of(groups.values()));
    }

    private static String positive(List<String> labels, @Nullable String wanted) {
        if (wanted != null) {
            return wanted;
        }
        return labels.contains("1") || labels.equals(List.of("0")) ? "1" : labels.getLast();
    }

    private static Classification empty(int missing) {
        return new Classification(
                "not_assessed",
                "no row has both a true and a predicted label",
                0,
                missing,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                new int[0][0],
                null,
                null,
                null,
                new LinkedHashMap<>(),
                null,
                null,
                null,
                null,
                null,
                null);
    }
}

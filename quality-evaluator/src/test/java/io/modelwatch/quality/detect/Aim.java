package io.modelwatch.quality.detect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A line of the table of aims: what a detector is to reach on rows of a public set that it has not learnt from.
 *
 * @param set the data
 * @param detector which one looks
 * @param as where a row's text goes
 * @param goodIsHigh whether a high score means that the label does not hold
 * @param figure what is measured
 * @param target what it is to reach at least
 * @param meaning whether an embedder is used
 */
record Aim(String set, String detector, As as, boolean goodIsHigh, Figure figure, double target, boolean meaning) {

    enum As {
        /** Prompt, response and context as the row has them. */
        EXCHANGE,
        /** The row's text as an answer. */
        RESPONSE,
        /** The row's text as a prompt. */
        PROMPT,
        /** The row's context, and some answer. */
        CONTEXT
    }

    enum Figure {
        F1("F1", Measure::f1),
        BALANCED("balanced accuracy", Measure::balancedAccuracy),
        AUROC("AUROC", Measure::auroc),
        SPECIFICITY("share of the rest without an alarm", Measure::specificity);

        private final String text;
        private final ToDoubleFunction<Measure> of;

        Figure(String text, ToDoubleFunction<Measure> of) {
            this.text = text;
            this.of = of;
        }

        double of(Measure measure) {
            return of.applyAsDouble(measure);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static Aim of(String set, String detector, As as, Figure figure, double target) {
        return new Aim(set, detector, as, false, figure, target, false);
    }

    Aim turned() {
        return new Aim(set, detector, as, true, figure, target, meaning);
    }

    Aim withMeaning() {
        return new Aim(set, detector, as, goodIsHigh, figure, target, true);
    }

    /** What is measured for all lines alike, which need not be measured twice. */
    Aim withoutFigure() {
        return new Aim(set, detector, as, goodIsHigh, Figure.F1, 0, meaning);
    }

    Measure measure(Predicate<Labelled> rows, Embedder embedder) {
        Measure measure = new Measure();
        Detector judge = Detectors.named(detector).orElseThrow();
        Labelled.rows(set).parallelStream()
                .filter(rows)
                .map(row -> new Judged(row, judge.assess(exchange(row).with(embedder))))
                .toList()
                .forEach(judged -> {
                    switch (judged.verdict) {
                        case Verdict.Assessed assessed ->
                            measure.add(
                                    goodIsHigh ? 1 - assessed.score() : assessed.score(),
                                    assessed.flagged(),
                                    judged.row.positive());
                        case Verdict.NotAssessed not -> measure.addSilent(judged.row.positive());
                    }
                });
        return measure;
    }

    private record Judged(Labelled row, Verdict verdict) {}

    private Exchange exchange(Labelled row) {
        JsonNode json = row.json();
        String prompt = json.path("prompt").asText(null);
        return switch (as) {
            case RESPONSE -> Exchange.of(null, null, row.text("text"));
            case PROMPT -> Exchange.of(null, row.text("text"), "ok");
            case CONTEXT -> Exchange.of(null, prompt, "ok", List.of(row.text("context")), List.of());
            case EXCHANGE ->
                json.has("context")
                        ? Exchange.of(null, prompt, row.text("response"), List.of(row.text("context")), List.of())
                        : Exchange.of(null, prompt, row.text("response"));
        };
    }

    String line(Measure measure) {
        double value = figure.of(measure);
        String what = figure + (meaning ? ", with embeddings" : "");
        return String.format(
                Locale.ROOT,
                "%-32s %-18s %5d rows  %-38s target %.2f  measured %.3f  %s",
                set,
                detector,
                measure.size(),
                what,
                target,
                value,
                value >= target ? "met" : String.format(Locale.ROOT, "short by %.3f", target - value));
    }
}

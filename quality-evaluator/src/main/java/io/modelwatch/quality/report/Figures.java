package io.modelwatch.quality.report;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What the detectors said over many exchanges.
 *
 * @param evaluations exchanges evaluated
 * @param detectors by the detector's name
 */
public record Figures(long evaluations, SortedMap<String, DetectorFigures> detectors) {

    public static final Figures NONE = new Figures(0, new TreeMap<>());

    public Figures {
        detectors = new TreeMap<>(detectors);
    }

    Figures plus(Figures other) {
        SortedMap<String, DetectorFigures> sum = new TreeMap<>(detectors);
        other.detectors.forEach((name, figures) -> sum.merge(name, figures, DetectorFigures::plus));
        return new Figures(evaluations + other.evaluations, sum);
    }

    private DetectorFigures of(String detector) {
        return detectors.getOrDefault(detector, DetectorFigures.NONE);
    }

    /** The model-quality figures by the names that metrics-collector's catalogue has; only those that exist. */
    public SortedMap<String, Double> rates() {
        SortedMap<String, Double> rates = new TreeMap<>();
        put(rates, "refusal_rate", of("refusal").flaggedPercent());
        put(rates, "uncertainty_rate", of("uncertainty").flaggedPercent());
        put(rates, "repetition_rate", of("repetition").flaggedPercent());
        of("format").flaggedPercent().ifPresent(flagged -> rates.put("format_compliance_rate", 100 - flagged));
        put(rates, "relevance_score", of("relevance").meanScore());
        return rates;
    }

    private static void put(Map<String, Double> rates, String name, OptionalDouble value) {
        value.ifPresent(number -> rates.put(name, number));
    }

    /** Mean of how well answers keep to the form asked for, to the question, and to saying things once; 0 to 1. */
    public OptionalDouble qualityScore() {
        return Stream.of(
                        of("format").meanScore(),
                        of("relevance").meanScore(),
                        inverse(of("repetition").meanScore()))
                .flatMapToDouble(OptionalDouble::stream)
                .average();
    }

    private static OptionalDouble inverse(OptionalDouble score) {
        return score.isPresent() ? DoubleStream.of(1 - score.getAsDouble()).findFirst() : score;
    }
}

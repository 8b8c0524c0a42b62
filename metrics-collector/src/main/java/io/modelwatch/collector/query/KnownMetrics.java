package io.modelwatch.collector.query;

import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.Direction;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.catalogue.MetricLevel;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The metrics of the catalogue and the ratios that are derived from them when they are asked for. Where the catalogue
 * describes a ratio, its description and thresholds hold. Thread-safe.
 */
public final class KnownMetrics {

    private static final double PERCENT = 100;

    private record Ratio(MetricDefinition definition, String numerator, String denominator, double factor) {}

    private static final List<Ratio> RATIOS = List.of(new Ratio(
            new MetricDefinition(
                    "error_rate",
                    MetricType.GAUGE,
                    MetricLevel.APPLICATION,
                    "%",
                    "Share of requests that failed",
                    "错误率",
                    Direction.HIGHER_IS_WORSE,
                    1.0,
                    5.0),
            "errors_total",
            "requests_total",
            PERCENT));

    private final Supplier<Catalogue> catalogue;

    public KnownMetrics(Supplier<Catalogue> catalogue) {
        this.catalogue = catalogue;
    }

    /** The metric of a name. */
    public Optional<Known> find(String name) {
        Catalogue current = catalogue.get();
        for (Ratio ratio : RATIOS) {
            if (ratio.definition().name().equals(name)) {
                return derived(ratio, current);
            }
        }
        return current.find(name).map(Known.Measured::new);
    }

    /**
     * The metric of a name.
     *
     * @throws io.modelwatch.intake.ProblemException 404 when there is none
     */
    public Known get(String name) {
        return find(name)
                .orElseThrow(() -> Problem.of(
                                CommonProblem.NOT_FOUND,
                                "the catalogue has no metric '" + name + "'; GET /api/v1/metrics lists all")
                        .asException());
    }

    /** All, the derived ones last. */
    public List<Known> all() {
        Catalogue current = catalogue.get();
        List<Known> all = new ArrayList<>();
        current.definitions().stream()
                .filter(definition -> RATIOS.stream()
                        .noneMatch(ratio -> ratio.definition().name().equals(definition.name())))
                .forEach(definition -> all.add(new Known.Measured(definition)));
        RATIOS.forEach(ratio -> derived(ratio, current).ifPresent(all::add));
        return all;
    }

    private static Optional<Known> derived(Ratio ratio, Catalogue catalogue) {
        MetricDefinition described = catalogue.find(ratio.definition().name()).orElse(ratio.definition());
        return catalogue
                .find(ratio.numerator())
                .flatMap(numerator -> catalogue
                        .find(ratio.denominator())
                        .map(denominator -> new Known.Derived(described, numerator, denominator, ratio.factor())));
    }
}

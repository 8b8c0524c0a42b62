package io.modelwatch.collector.query;

import io.modelwatch.collector.catalogue.MetricDefinition;
import java.util.Locale;

/** A metric that can be asked about. */
public sealed interface Known {

    MetricDefinition definition();

    /** One that has values of its own. */
    record Measured(MetricDefinition definition) implements Known {}

    /**
     * One that is computed from two counters when it is asked about: {@code factor × numerator ÷ denominator}.
     *
     * @param numerator a counter; one without a value counts as 0
     * @param denominator a counter; without a value there is no ratio
     */
    record Derived(MetricDefinition definition, MetricDefinition numerator, MetricDefinition denominator, double factor)
            implements Known {}

    /** The type as it is spelled in answers. */
    default String type() {
        return switch (this) {
            case Measured measured -> measured.definition().type().name().toLowerCase(Locale.ROOT);
            case Derived derived -> "derived";
        };
    }
}

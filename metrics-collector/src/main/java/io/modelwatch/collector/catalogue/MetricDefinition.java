package io.modelwatch.collector.catalogue;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One metric of the catalogue.
 *
 * @param name as samples and questions name it
 * @param unit of its values, empty for a bare number
 * @param description in English
 * @param descriptionZh in Chinese
 * @param warning beyond this value a look is due; absent where there is no such bound
 * @param critical beyond this value someone must act; absent where there is no such bound
 * @param labels that its series have; of a derived one those that its values are told apart by
 * @param derivation how its values come from other metrics; null where they are measured
 * @param foreignNames what other programs call it, beside those known anyway
 * @param version counts its changes, from 1
 */
public record MetricDefinition(
        String name,
        MetricType type,
        MetricLevel level,
        String unit,
        String description,
        String descriptionZh,
        Direction direction,
        @Nullable Double warning,
        @Nullable Double critical,
        List<String> labels,
        @Nullable Derivation derivation,
        List<ForeignName> foreignNames,
        int version) {

    public MetricDefinition {
        labels = List.copyOf(labels);
        foreignNames = List.copyOf(foreignNames);
    }

    /** A metric that is measured, in its first version. */
    public MetricDefinition(
            String name,
            MetricType type,
            MetricLevel level,
            String unit,
            String description,
            String descriptionZh,
            Direction direction,
            @Nullable Double warning,
            @Nullable Double critical) {
        this(
                name,
                type,
                level,
                unit,
                description,
                descriptionZh,
                direction,
                warning,
                critical,
                List.of(),
                null,
                List.of(),
                1);
    }

    public boolean hasThreshold() {
        return warning != null || critical != null;
    }

    /** How bad the value is; a value equal to a threshold is not beyond it. */
    public Severity assess(double value) {
        if (critical != null && direction.beyond(value, critical)) {
            return Severity.CRITICAL;
        }
        return warning != null && direction.beyond(value, warning) ? Severity.WARNING : Severity.OK;
    }

    /** The threshold that belongs to a severity. */
    public Optional<Double> threshold(Severity severity) {
        return switch (severity) {
            case OK -> Optional.empty();
            case WARNING -> Optional.ofNullable(warning);
            case CRITICAL -> Optional.ofNullable(critical);
        };
    }
}

package io.modelwatch.collector.catalogue;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table {@code metric_definition}. Lists are texts: {@code labels} by commas, {@code sources} as
 * {@code name*factor} by blanks; names have neither.
 */
@Entity
@Table(name = "metric_definition")
class MetricRow {

    @Id
    String name;

    int position;

    @Enumerated(EnumType.STRING)
    MetricType type;

    @Enumerated(EnumType.STRING)
    MetricLevel level;

    String unit;

    String description;

    @Column(name = "description_zh")
    String descriptionZh;

    @Enumerated(EnumType.STRING)
    Direction direction;

    @Column(name = "warning_threshold")
    @Nullable
    Double warningThreshold;

    @Column(name = "critical_threshold")
    @Nullable
    Double criticalThreshold;

    String labels;

    @Nullable
    String numerator;

    @Nullable
    String denominator;

    double factor;

    @Column(name = "derived_window")
    @Nullable
    String derivedWindow;

    String sources;

    int version;

    /** Everything but name, position and version. */
    void take(MetricDefinition definition) {
        type = definition.type();
        level = definition.level();
        unit = definition.unit();
        description = definition.description();
        descriptionZh = definition.descriptionZh();
        direction = definition.direction();
        warningThreshold = definition.warning();
        criticalThreshold = definition.critical();
        labels = String.join(",", definition.labels());
        Derivation derivation = definition.derivation();
        numerator = derivation == null ? null : derivation.numerator();
        denominator = derivation == null ? null : derivation.denominator();
        factor = derivation == null ? 1 : derivation.factor();
        derivedWindow = derivation == null ? null : derivation.window();
        sources = definition.foreignNames().stream()
                .map(source -> source.name() + "*" + source.factor())
                .collect(Collectors.joining(" "));
    }

    MetricDefinition toDefinition() {
        return new MetricDefinition(
                name,
                type,
                level,
                unit,
                description,
                descriptionZh,
                direction,
                warningThreshold,
                criticalThreshold,
                split(labels, ","),
                numerator == null || derivedWindow == null
                        ? null
                        : new Derivation(numerator, denominator, factor, derivedWindow),
                split(sources, " ").stream().map(MetricRow::source).toList(),
                version);
    }

    private static List<String> split(String text, String separator) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(separator, -1));
    }

    private static ForeignName source(String text) {
        int star = text.indexOf('*');
        return new ForeignName(text.substring(0, star), Double.parseDouble(text.substring(star + 1)));
    }
}

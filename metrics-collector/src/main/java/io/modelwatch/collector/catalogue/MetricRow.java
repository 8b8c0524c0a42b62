package io.modelwatch.collector.catalogue;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** One row of the table {@code metric_definition}. */
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

    MetricDefinition toDefinition() {
        return new MetricDefinition(
                name, type, level, unit, description, descriptionZh, direction, warningThreshold, criticalThreshold);
    }
}

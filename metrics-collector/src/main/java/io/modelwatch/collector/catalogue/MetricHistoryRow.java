package io.modelwatch.collector.catalogue;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One row of the table {@code metric_history}: who changed a definition when, and what it was from then on. */
@Entity
@Table(name = "metric_history")
class MetricHistoryRow {

    /** What was done. */
    enum Action {
        CREATED,
        CHANGED,
        DELETED
    }

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String name;

    int version;

    @Enumerated(EnumType.STRING)
    Action action;

    @Column(name = "changed_at")
    Instant changedAt;

    @Column(name = "changed_by")
    String changedBy;

    /** The definition as the API shows it; the last one when it was deleted. */
    String definition;

    static MetricHistoryRow of(Action action, MetricDefinition definition, String json, String who, Instant when) {
        MetricHistoryRow row = new MetricHistoryRow();
        row.name = definition.name();
        row.version = definition.version();
        row.action = action;
        row.changedAt = when;
        row.changedBy = who;
        row.definition = json;
        return row;
    }
}

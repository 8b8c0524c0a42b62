package io.modelwatch.quality.baseline;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code baseline}. */
@Entity
@Table(name = "baseline")
class BaselineEntity extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    @Column(nullable = false)
    String name;

    @Nullable
    String model;

    int version;

    @Column(name = "window_from", nullable = false)
    Instant windowFrom;

    @Column(name = "window_to", nullable = false)
    Instant windowTo;

    int records;

    @Column(name = "captured_at", nullable = false)
    Instant capturedAt;

    /** The distribution as JSON, see {@link DistributionJson}. */
    @Column(nullable = false, columnDefinition = "text")
    String features;
}

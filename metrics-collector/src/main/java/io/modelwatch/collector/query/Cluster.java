package io.modelwatch.collector.query;

import java.util.Optional;

/** Who answers for all replicas. */
public interface Cluster {

    /** Empty when nobody is configured to. */
    Optional<MetricSource> source();
}

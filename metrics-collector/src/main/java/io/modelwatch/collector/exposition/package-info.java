/** The families at /metrics, as Prometheus reads them. */
@NullMarked
package io.modelwatch.collector.exposition;

import org.jspecify.annotations.NullMarked;

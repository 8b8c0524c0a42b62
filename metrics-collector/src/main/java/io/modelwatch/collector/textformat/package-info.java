/** Reads the Prometheus text format 0.0.4 and OpenMetrics 1.0, as strictly and as leniently as Prometheus does. */
@NullMarked
package io.modelwatch.collector.textformat;

import org.jspecify.annotations.NullMarked;

/** Metrics that follow from others: rates and ratios of counters, computed again and again and kept like samples. */
@NullMarked
package io.modelwatch.collector.derive;

import org.jspecify.annotations.NullMarked;

/** Asks configured targets for their metrics, as Prometheus does, and feeds the catalogue with them. */
@NullMarked
package io.modelwatch.collector.scrape;

import org.jspecify.annotations.NullMarked;

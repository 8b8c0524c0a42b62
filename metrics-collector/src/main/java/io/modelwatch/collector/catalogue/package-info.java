/** The metrics the service knows, in four layers, with units and thresholds; kept in PostgreSQL. */
@NullMarked
package io.modelwatch.collector.catalogue;

import org.jspecify.annotations.NullMarked;

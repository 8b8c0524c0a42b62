/** Prometheus remote write: series that a Prometheus pushes, read as metrics of the catalogue. */
@NullMarked
package io.modelwatch.collector.remotewrite;

import org.jspecify.annotations.NullMarked;

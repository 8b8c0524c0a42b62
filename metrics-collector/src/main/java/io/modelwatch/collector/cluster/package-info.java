/** The same questions about all replicas, answered by a Prometheus that scrapes them. */
@NullMarked
package io.modelwatch.collector.cluster;

import org.jspecify.annotations.NullMarked;

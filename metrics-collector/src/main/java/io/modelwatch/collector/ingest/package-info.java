/** The way of a body of request records: read, check, forward, count, answer. */
@NullMarked
package io.modelwatch.collector.ingest;

import org.jspecify.annotations.NullMarked;

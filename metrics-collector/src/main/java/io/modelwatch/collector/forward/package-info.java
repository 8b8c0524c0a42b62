/** Handing records on to log-indexer and quality-evaluator: required or best effort. */
@NullMarked
package io.modelwatch.collector.forward;

import org.jspecify.annotations.NullMarked;

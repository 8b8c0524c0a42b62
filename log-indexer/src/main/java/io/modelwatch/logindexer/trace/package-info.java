/** A trace as a tree of spans, with the log records that belong to it. */
@NullMarked
package io.modelwatch.logindexer.trace;

import org.jspecify.annotations.NullMarked;

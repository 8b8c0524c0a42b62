/** What the service tells of itself: {@code /metrics}, the spool's counts, health. */
@NullMarked
package io.modelwatch.logindexer.exposition;

import org.jspecify.annotations.NullMarked;

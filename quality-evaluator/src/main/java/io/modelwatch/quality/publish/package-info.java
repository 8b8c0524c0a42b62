/** Publishing: the figures of a recent window, at {@code /metrics} and as samples sent to metrics-collector. */
@NullMarked
package io.modelwatch.quality.publish;

import org.jspecify.annotations.NullMarked;

/**
 * Drift: how far the distribution of a feature in recent exchanges has moved from that of a baseline. Plain Java;
 * population stability index in two conventions, a verdict that does not mistake chance for drift, and the usual tests and
 * distances for columns and embeddings.
 */
@NullMarked
package io.modelwatch.quality.drift;

import org.jspecify.annotations.NullMarked;

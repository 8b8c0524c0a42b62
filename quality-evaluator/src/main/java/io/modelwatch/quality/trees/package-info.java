/**
 * Boosted regression trees over a few dozen numbers: the model, and the training that makes it. Plain Java; the same
 * rows always give the same trees, to the bit.
 */
@NullMarked
package io.modelwatch.quality.trees;

import org.jspecify.annotations.NullMarked;

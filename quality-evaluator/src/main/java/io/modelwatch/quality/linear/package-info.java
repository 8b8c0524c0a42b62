/**
 * Linear models over hashed n-grams of characters and words: features, weights, and the training that makes them. Plain
 * Java; the same rows always give the same weights, to the bit.
 */
@NullMarked
package io.modelwatch.quality.linear;

import org.jspecify.annotations.NullMarked;

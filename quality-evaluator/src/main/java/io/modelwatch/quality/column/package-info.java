/** Compares columns and embeddings that a request brings along, without any baseline. */
@NullMarked
package io.modelwatch.quality.column;

import org.jspecify.annotations.NullMarked;

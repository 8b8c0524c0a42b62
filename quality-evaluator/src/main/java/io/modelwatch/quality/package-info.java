/** quality-evaluator: what all features share. */
@NullMarked
package io.modelwatch.quality;

import org.jspecify.annotations.NullMarked;

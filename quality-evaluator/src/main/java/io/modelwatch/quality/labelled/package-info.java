/**
 * How good predictions are where the truth is known: classification, regression, segments and fairness, by the plain
 * definitions; a division by zero gives 0.
 */
@NullMarked
package io.modelwatch.quality.labelled;

import org.jspecify.annotations.NullMarked;

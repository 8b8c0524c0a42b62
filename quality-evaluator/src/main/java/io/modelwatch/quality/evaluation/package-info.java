/**
 * Evaluations: items in, detectors run over them, results committed before the answer and found again by identifier.
 */
@NullMarked
package io.modelwatch.quality.evaluation;

import org.jspecify.annotations.NullMarked;

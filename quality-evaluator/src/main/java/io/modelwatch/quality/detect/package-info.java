/**
 * Detectors on one exchange with a model, and the diversity of many. Plain Java; the same input always gives the same
 * verdict, in time linear in the length of the texts.
 */
@NullMarked
package io.modelwatch.quality.detect;

import org.jspecify.annotations.NullMarked;

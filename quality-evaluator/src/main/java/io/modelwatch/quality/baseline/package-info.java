/** Baselines: distributions captured from stored evaluations, kept, and compared with recent windows. */
@NullMarked
package io.modelwatch.quality.baseline;

import org.jspecify.annotations.NullMarked;

/** Reports: what the detectors said over a window, in counts, rates and means. */
@NullMarked
package io.modelwatch.quality.report;

import org.jspecify.annotations.NullMarked;

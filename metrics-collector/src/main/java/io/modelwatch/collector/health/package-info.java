/** Whether current values are within the thresholds of the catalogue. */
@NullMarked
package io.modelwatch.collector.health;

import org.jspecify.annotations.NullMarked;

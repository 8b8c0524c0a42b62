/** What other programs call the metrics of the catalogue, and in which units. */
@NullMarked
package io.modelwatch.collector.foreign;

import org.jspecify.annotations.NullMarked;

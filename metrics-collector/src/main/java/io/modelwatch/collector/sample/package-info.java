/** Values of catalogue metrics that others measured. */
@NullMarked
package io.modelwatch.collector.sample;

import org.jspecify.annotations.NullMarked;

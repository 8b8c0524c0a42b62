/** How much the answers of a window, which the request brings along, differ from each other. */
@NullMarked
package io.modelwatch.quality.diversity;

import org.jspecify.annotations.NullMarked;

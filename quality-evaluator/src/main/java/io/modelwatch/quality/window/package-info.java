/** A stretch of time that ends now, as queries name it ({@code 5m}), and where now comes from. */
@NullMarked
package io.modelwatch.quality.window;

import org.jspecify.annotations.NullMarked;

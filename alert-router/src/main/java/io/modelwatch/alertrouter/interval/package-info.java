/** Named time intervals during which a route is muted or active. */
@NullMarked
package io.modelwatch.alertrouter.interval;

import org.jspecify.annotations.NullMarked;

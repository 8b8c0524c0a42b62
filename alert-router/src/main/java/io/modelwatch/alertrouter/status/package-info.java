/** Status, readiness and the lists of what is configured. */
@NullMarked
package io.modelwatch.alertrouter.status;

import org.jspecify.annotations.NullMarked;

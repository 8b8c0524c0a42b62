/** Alerts that mute other alerts. */
@NullMarked
package io.modelwatch.alertrouter.inhibit;

import org.jspecify.annotations.NullMarked;

/** Alerts: how they are taken in, merged, kept and listed. */
@NullMarked
package io.modelwatch.alertrouter.alert;

import org.jspecify.annotations.NullMarked;

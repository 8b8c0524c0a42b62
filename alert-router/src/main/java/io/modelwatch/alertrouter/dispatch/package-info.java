/** Groups of alerts: their timers, who works on them, and the flush that notifies. */
@NullMarked
package io.modelwatch.alertrouter.dispatch;

import org.jspecify.annotations.NullMarked;

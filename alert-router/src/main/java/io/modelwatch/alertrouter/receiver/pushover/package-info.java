/** Pushover: messages and alarms on telephones. */
@NullMarked
package io.modelwatch.alertrouter.receiver.pushover;

import org.jspecify.annotations.NullMarked;

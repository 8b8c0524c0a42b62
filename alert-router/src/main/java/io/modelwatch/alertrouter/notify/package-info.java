/** Whether a receiver must be told, telling it, and the log of what was told. */
@NullMarked
package io.modelwatch.alertrouter.notify;

import org.jspecify.annotations.NullMarked;

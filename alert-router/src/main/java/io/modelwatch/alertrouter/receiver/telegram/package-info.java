/** Telegram: messages of a bot. */
@NullMarked
package io.modelwatch.alertrouter.receiver.telegram;

import org.jspecify.annotations.NullMarked;

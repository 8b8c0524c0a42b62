/** Discord: webhooks of channels. */
@NullMarked
package io.modelwatch.alertrouter.receiver.discord;

import org.jspecify.annotations.NullMarked;

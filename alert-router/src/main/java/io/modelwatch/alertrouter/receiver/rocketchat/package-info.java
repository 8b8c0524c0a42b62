/** Rocket.Chat: messages of a user in a channel. */
@NullMarked
package io.modelwatch.alertrouter.receiver.rocketchat;

import org.jspecify.annotations.NullMarked;

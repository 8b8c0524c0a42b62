/** Webex: messages of a bot in a room. */
@NullMarked
package io.modelwatch.alertrouter.receiver.webex;

import org.jspecify.annotations.NullMarked;

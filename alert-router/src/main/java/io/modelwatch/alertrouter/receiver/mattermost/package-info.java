/** Mattermost: incoming webhooks. */
@NullMarked
package io.modelwatch.alertrouter.receiver.mattermost;

import org.jspecify.annotations.NullMarked;

/** Slack: incoming webhooks. */
@NullMarked
package io.modelwatch.alertrouter.receiver.slack;

import org.jspecify.annotations.NullMarked;

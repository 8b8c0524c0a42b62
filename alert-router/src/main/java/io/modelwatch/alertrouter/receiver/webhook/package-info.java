/** Webhooks: alerts as JSON, for other programs. */
@NullMarked
package io.modelwatch.alertrouter.receiver.webhook;

import org.jspecify.annotations.NullMarked;

/** OpsGenie: alerts that are opened, updated and closed by their alias. */
@NullMarked
package io.modelwatch.alertrouter.receiver.opsgenie;

import org.jspecify.annotations.NullMarked;

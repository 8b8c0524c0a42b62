/** Jira: one issue for each group of alerts. */
@NullMarked
package io.modelwatch.alertrouter.receiver.jira;

import org.jspecify.annotations.NullMarked;

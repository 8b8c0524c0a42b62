/** PagerDuty: events of version 2. */
@NullMarked
package io.modelwatch.alertrouter.receiver.pagerduty;

import org.jspecify.annotations.NullMarked;

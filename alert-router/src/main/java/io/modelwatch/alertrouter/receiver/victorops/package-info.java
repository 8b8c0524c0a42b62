/** VictorOps, now Splunk On-Call: incidents by their entity. */
@NullMarked
package io.modelwatch.alertrouter.receiver.victorops;

import org.jspecify.annotations.NullMarked;

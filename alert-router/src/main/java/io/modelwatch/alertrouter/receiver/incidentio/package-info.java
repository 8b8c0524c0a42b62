/** incident.io: its endpoint for alerts. */
@NullMarked
package io.modelwatch.alertrouter.receiver.incidentio;

import org.jspecify.annotations.NullMarked;

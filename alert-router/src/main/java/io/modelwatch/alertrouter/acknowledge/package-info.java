/** Acknowledgements: somebody has taken an alert on, so that it is not repeated and not escalated. */
@NullMarked
package io.modelwatch.alertrouter.acknowledge;

import org.jspecify.annotations.NullMarked;

/** The routing tree: which receivers an alert reaches, and how its notifications are grouped and timed. */
@NullMarked
package io.modelwatch.alertrouter.route;

import org.jspecify.annotations.NullMarked;

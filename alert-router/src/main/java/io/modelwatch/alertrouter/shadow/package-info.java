/** Running beside an Alertmanager: the same alerts come in, nothing is sent, and what both would do is compared. */
@NullMarked
package io.modelwatch.alertrouter.shadow;

import org.jspecify.annotations.NullMarked;

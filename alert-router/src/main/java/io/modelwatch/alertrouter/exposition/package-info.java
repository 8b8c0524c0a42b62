/** The service's own metrics, under Alertmanager's names where those apply. */
@NullMarked
package io.modelwatch.alertrouter.exposition;

import org.jspecify.annotations.NullMarked;

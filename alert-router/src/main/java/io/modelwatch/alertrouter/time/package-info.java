/** Times and durations as Alertmanager's clients write them. */
@NullMarked
package io.modelwatch.alertrouter.time;

import org.jspecify.annotations.NullMarked;

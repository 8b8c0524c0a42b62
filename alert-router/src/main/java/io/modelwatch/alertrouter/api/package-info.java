/** What all of Alertmanager's API v2 has in common: errors, media types, filters. */
@NullMarked
package io.modelwatch.alertrouter.api;

import org.jspecify.annotations.NullMarked;

/** alertmanager.yml: reading it, holding the current one, reloading it. */
@NullMarked
package io.modelwatch.alertrouter.config;

import org.jspecify.annotations.NullMarked;

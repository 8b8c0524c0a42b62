/** Versions of the configuration: which were in use, trying one without using it, and going back to one. */
@NullMarked
package io.modelwatch.alertrouter.version;

import org.jspecify.annotations.NullMarked;

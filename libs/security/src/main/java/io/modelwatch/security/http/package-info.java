/** The gate that every HTTP request passes, and the settings of it all. */
@NullMarked
package io.modelwatch.security.http;

import org.jspecify.annotations.NullMarked;

/** The credentials that a service shows to another. */
@NullMarked
package io.modelwatch.security.client;

import org.jspecify.annotations.NullMarked;

/** Which role a method and a path need: the list that each service ships. */
@NullMarked
package io.modelwatch.security.access;

import org.jspecify.annotations.NullMarked;

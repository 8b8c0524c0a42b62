/** How often somebody may ask. */
@NullMarked
package io.modelwatch.security.limit;

import org.jspecify.annotations.NullMarked;

/** How the features reach PostgreSQL from a virtual thread, and what they answer when it does not. */
@NullMarked
package io.modelwatch.quality.store;

import org.jspecify.annotations.NullMarked;

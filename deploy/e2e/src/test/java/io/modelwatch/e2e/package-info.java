/** The four packaged services as processes on real stores: what arrives, and what survives. */
@NullMarked
package io.modelwatch.e2e;

import org.jspecify.annotations.NullMarked;

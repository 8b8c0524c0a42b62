/** Silences: the rules of their life, where they are kept, and their REST interface. */
@NullMarked
package io.modelwatch.alertrouter.silence;

import org.jspecify.annotations.NullMarked;

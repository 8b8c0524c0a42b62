/** Finds documents again: by request, trace, time, text, model and level. */
@NullMarked
package io.modelwatch.logindexer.search;

import org.jspecify.annotations.NullMarked;

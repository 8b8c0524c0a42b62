/** Identifiers of single countries outside China, as tables of formats. */
@NullMarked
package io.modelwatch.redaction.national;

import org.jspecify.annotations.NullMarked;

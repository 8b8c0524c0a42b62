/** Fixed formats as data: shapes without backtracking, checksums, and the recogniser that tries them. */
@NullMarked
package io.modelwatch.redaction.format;

import org.jspecify.annotations.NullMarked;

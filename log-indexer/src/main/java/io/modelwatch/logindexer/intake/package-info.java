/** Takes log records in: checks and maps each, and acknowledges them once they are on disk. */
@NullMarked
package io.modelwatch.logindexer.intake;

import org.jspecify.annotations.NullMarked;

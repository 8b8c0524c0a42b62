/** Answers without a foreseeable end: the live tail and the export. */
@NullMarked
package io.modelwatch.logindexer.stream;

import org.jspecify.annotations.NullMarked;

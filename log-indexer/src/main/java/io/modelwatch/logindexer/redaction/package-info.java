/** What of a document is taken out before it touches the disk: a policy for each field, and who makes pseudonyms. */
@NullMarked
package io.modelwatch.logindexer.redaction;

import org.jspecify.annotations.NullMarked;

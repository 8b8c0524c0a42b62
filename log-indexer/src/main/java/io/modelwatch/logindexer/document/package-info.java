/** What a log record looks like as a document: fields of ECS and {@code gen_ai.*}, and an identifier of its own. */
@NullMarked
package io.modelwatch.logindexer.document;

import org.jspecify.annotations.NullMarked;

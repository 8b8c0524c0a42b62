/** Records that Elasticsearch refused for good: kept on disk, listed by REST. */
@NullMarked
package io.modelwatch.logindexer.deadletter;

import org.jspecify.annotations.NullMarked;

/** Langfuse's batch ingestion, as its SDKs before version 4 send it, read as request records. */
@NullMarked
package io.modelwatch.collector.langfuse;

import org.jspecify.annotations.NullMarked;

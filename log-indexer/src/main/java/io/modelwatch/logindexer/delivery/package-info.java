/** Brings records from the spool to Elasticsearch: retries what may succeed later, keeps what never will. */
@NullMarked
package io.modelwatch.logindexer.delivery;

import org.jspecify.annotations.NullMarked;

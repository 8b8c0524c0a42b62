/** Speaks to shippers as Elasticsearch would: {@code _bulk} and its kin, and what shippers ask before they send. */
@NullMarked
package io.modelwatch.logindexer.bulk;

import org.jspecify.annotations.NullMarked;

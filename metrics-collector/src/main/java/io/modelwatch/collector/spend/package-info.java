/** What requests used and cost, rolled up by the hour in PostgreSQL, for questions about any stretch of time. */
@NullMarked
package io.modelwatch.collector.spend;

import org.jspecify.annotations.NullMarked;

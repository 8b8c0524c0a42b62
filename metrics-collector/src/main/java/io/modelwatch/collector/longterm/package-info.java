/** The long-term store: every request as a row in ClickHouse, and questions about any stretch of time. */
@NullMarked
package io.modelwatch.collector.longterm;

import org.jspecify.annotations.NullMarked;

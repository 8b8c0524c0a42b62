/** What a request costs, computed in decimals from a price table. */
@NullMarked
package io.modelwatch.collector.cost;

import org.jspecify.annotations.NullMarked;

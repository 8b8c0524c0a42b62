/** The domain metrics at {@code /metrics}, and what keeps their labels few. */
@NullMarked
package io.modelwatch.quality.exposition;

import org.jspecify.annotations.NullMarked;

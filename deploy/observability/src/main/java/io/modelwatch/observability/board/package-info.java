/** The dashboards: which rows and panels there are, and what they ask Prometheus. */
@NullMarked
package io.modelwatch.observability.board;

import org.jspecify.annotations.NullMarked;

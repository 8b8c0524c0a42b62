/** Questions about metrics: one or many, any statistic, in one window or step by step, of this replica or of all. */
@NullMarked
package io.modelwatch.collector.query;

import org.jspecify.annotations.NullMarked;

/** What was measured during the last seconds, minutes and hours, per metric and label set, bounded in memory. */
@NullMarked
package io.modelwatch.collector.window;

import org.jspecify.annotations.NullMarked;

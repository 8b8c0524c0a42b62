/** Everything at a glance: the four layers with their current values, as JSON or as text. */
@NullMarked
package io.modelwatch.collector.dashboard;

import org.jspecify.annotations.NullMarked;

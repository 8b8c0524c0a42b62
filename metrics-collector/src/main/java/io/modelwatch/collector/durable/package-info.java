/** State that a restart must not blank: snapshots, and a journal of what changed since. Knows no feature. */
@NullMarked
package io.modelwatch.collector.durable;

import org.jspecify.annotations.NullMarked;

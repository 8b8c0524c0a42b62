/** Values as they change, as server-sent events to a bounded number of readers. */
@NullMarked
package io.modelwatch.collector.stream;

import org.jspecify.annotations.NullMarked;

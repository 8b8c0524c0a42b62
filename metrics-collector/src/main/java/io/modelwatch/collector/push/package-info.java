/** The API of the Pushgateway: groups of metrics that jobs push, kept until they are replaced or deleted. */
@NullMarked
package io.modelwatch.collector.push;

import org.jspecify.annotations.NullMarked;

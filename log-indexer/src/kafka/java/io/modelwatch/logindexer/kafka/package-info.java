/** Records from Kafka, into the spool; part of the build only with the Maven profile {@code kafka}. */
@NullMarked
package io.modelwatch.logindexer.kafka;

import org.jspecify.annotations.NullMarked;

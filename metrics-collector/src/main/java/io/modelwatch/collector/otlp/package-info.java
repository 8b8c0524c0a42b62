/** OTLP over HTTP: spans of model calls as request records, metrics as samples. */
@NullMarked
package io.modelwatch.collector.otlp;

import org.jspecify.annotations.NullMarked;

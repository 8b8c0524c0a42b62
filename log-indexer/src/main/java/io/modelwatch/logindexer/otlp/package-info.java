/** OTLP over HTTP: log records and spans become documents. */
@NullMarked
package io.modelwatch.logindexer.otlp;

import org.jspecify.annotations.NullMarked;

/** Requests, tokens and cost per model, service, provider or environment. */
@NullMarked
package io.modelwatch.collector.usage;

import org.jspecify.annotations.NullMarked;

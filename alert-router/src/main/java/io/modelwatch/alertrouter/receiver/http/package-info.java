/** Any other service that can be told by HTTP: the request is a template, and what counts as success is configured. */
@NullMarked
package io.modelwatch.alertrouter.receiver.http;

import org.jspecify.annotations.NullMarked;

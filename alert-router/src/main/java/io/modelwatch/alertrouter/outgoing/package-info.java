/** The way out: HTTP clients and mail by their configuration, TLS, proxies, tokens, and which addresses may be asked. */
@NullMarked
package io.modelwatch.alertrouter.outgoing;

import org.jspecify.annotations.NullMarked;

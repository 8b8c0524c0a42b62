/**
 * What every service does alike with a request body: one object, an array or NDJSON, bounded and gunzipped, one
 * verdict a record, and RFC 9457 problems. Plain Java and Jackson; the HTTP edge is in {@code http}.
 */
@NullMarked
package io.modelwatch.intake;

import org.jspecify.annotations.NullMarked;

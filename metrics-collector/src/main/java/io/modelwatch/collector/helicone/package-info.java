/** What Helicone's clients log, read as request records. */
@NullMarked
package io.modelwatch.collector.helicone;

import org.jspecify.annotations.NullMarked;

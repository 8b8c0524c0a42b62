/** Opens spool, dead letters and delivery at start and closes them in order at the end. */
@NullMarked
package io.modelwatch.logindexer.lifecycle;

import org.jspecify.annotations.NullMarked;

/** A record that is written and read back again and again, and an alert while that does not work. */
@NullMarked
package io.modelwatch.logindexer.canary;

import org.jspecify.annotations.NullMarked;

/** Query parameters: read from text, with a problem that names the parameter where that fails. */
@NullMarked
package io.modelwatch.logindexer.parameter;

import org.jspecify.annotations.NullMarked;

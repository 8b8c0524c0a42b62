/** Keys, tokens, passwords and credentials. */
@NullMarked
package io.modelwatch.redaction.secret;

import org.jspecify.annotations.NullMarked;

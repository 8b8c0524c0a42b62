/** Users of HTTP Basic: their file, their hashes, and the check of a password. */
@NullMarked
package io.modelwatch.security.user;

import org.jspecify.annotations.NullMarked;

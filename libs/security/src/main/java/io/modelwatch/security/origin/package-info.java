/** Whether a request was sent by a page of somebody else. */
@NullMarked
package io.modelwatch.security.origin;

import org.jspecify.annotations.NullMarked;

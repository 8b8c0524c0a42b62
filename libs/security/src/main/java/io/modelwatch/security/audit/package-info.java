/** What is written down about who did what. */
@NullMarked
package io.modelwatch.security.audit;

import org.jspecify.annotations.NullMarked;

/** Detection, overlap resolution and redaction of personal data and secrets, for every service alike. */
@NullMarked
package io.modelwatch.redaction;

import org.jspecify.annotations.NullMarked;

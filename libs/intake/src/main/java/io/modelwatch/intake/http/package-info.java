/** The HTTP edge of the intake: exception mappers and the answer to a batch. */
@NullMarked
package io.modelwatch.intake.http;

import org.jspecify.annotations.NullMarked;

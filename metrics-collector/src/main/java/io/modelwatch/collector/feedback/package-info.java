/** What users did with answers or said about them: joined with the request, stored, counted. */
@NullMarked
package io.modelwatch.collector.feedback;

import org.jspecify.annotations.NullMarked;

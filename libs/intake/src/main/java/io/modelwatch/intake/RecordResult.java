package io.modelwatch.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What became of one record of a batch.
 *
 * @param index zero-based position in the body
 * @param id the record's own identifier, where it could be read
 * @param status {@code accepted}, {@code duplicate} or {@code rejected}
 * @param problem why it was rejected
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecordResult(
        int index,
        @Nullable String id,
        String status,
        @Nullable Problem problem) {}

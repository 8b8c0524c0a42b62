package io.modelwatch.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one field.
 *
 * @param record zero-based position of the record in its batch, absent where the problem already names it
 * @param field JSON pointer into the record, such as {@code /latency_ms}
 * @param detail what was wrong and what would be right
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldError(@Nullable Integer record, String field, String detail) {

    public FieldError(String field, String detail) {
        this(null, field, detail);
    }

    FieldError inRecord(int index) {
        return record == null ? new FieldError(index, field, detail) : this;
    }
}

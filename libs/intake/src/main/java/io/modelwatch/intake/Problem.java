package io.modelwatch.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure as RFC 9457 describes it, extended by the record and the fields it is about.
 *
 * @param type identifies the kind of failure
 * @param title the kind of failure in a few words
 * @param status the HTTP status
 * @param detail what went wrong this time
 * @param record zero-based position of the record in its body, where one is to blame
 * @param errors the fields to blame
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        URI type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable Integer record,
        List<FieldError> errors) {

    /** The media type of a problem in JSON. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
    }

    /** A failure of the given kind. */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type.type(), type.title(), type.status(), detail, null, List.of());
    }

    /** A failure of the given kind, with the fields to blame. */
    public static Problem of(ProblemType type, String detail, List<FieldError> errors) {
        return new Problem(type.type(), type.title(), type.status(), detail, null, errors);
    }

    /** The same failure, blamed on one record. */
    public Problem inRecord(int index) {
        return new Problem(type, title, status, detail, index, errors);
    }

    /** This failure as an exception. */
    public ProblemException asException() {
        return new ProblemException(this);
    }
}

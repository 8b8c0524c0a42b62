package io.modelwatch.intake;

import java.net.URI;
import java.util.Locale;

/** The failures that every service has in common. */
public enum CommonProblem implements ProblemType {
    MALFORMED_BODY(400, "The body cannot be read"),
    INVALID_RECORD(400, "A record is not valid"),
    INVALID_PARAMETER(400, "A parameter is not valid"),
    NOT_FOUND(404, "There is no such thing here"),
    BODY_TOO_LARGE(413, "The body is too large"),
    RECORD_TOO_LARGE(413, "A record is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's encoding is not supported"),
    INTERNAL(500, "The server failed"),
    OVERLOADED(503, "The server is overloaded"),
    UNAVAILABLE(503, "Something the server needs is unavailable");

    private final int status;
    private final String title;
    private final URI type =
            ProblemType.documented(name().toLowerCase(Locale.ROOT).replace('_', '-'));

    CommonProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public URI type() {
        return type;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public int status() {
        return status;
    }
}

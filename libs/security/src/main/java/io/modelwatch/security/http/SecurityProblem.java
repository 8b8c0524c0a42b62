package io.modelwatch.security.http;

import io.modelwatch.intake.ProblemType;
import java.net.URI;
import java.util.Locale;

/** Why the gate does not let a request in. */
enum SecurityProblem implements ProblemType {
    UNAUTHENTICATED(401, "Valid credentials are needed"),
    FORBIDDEN(403, "The role for this is missing"),
    FOREIGN_ORIGIN(403, "Pages of others may not change anything here"),
    WRONG_HOST(421, "The service is not known by that name"),
    TOO_MANY_REQUESTS(429, "Too many requests");

    private final int status;
    private final String title;
    private final URI type =
            ProblemType.documented(name().toLowerCase(Locale.ROOT).replace('_', '-'));

    SecurityProblem(int status, String title) {
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

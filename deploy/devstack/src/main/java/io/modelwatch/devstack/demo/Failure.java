package io.modelwatch.devstack.demo;

import java.util.Locale;

/** How a request to a model fails, with what a gateway reports then. */
enum Failure {
    TIMEOUT(504, "the model did not answer within 10 s"),
    RATE_LIMIT(429, "rate limit reached for requests per minute; retry after 7 s"),
    CONTEXT_LENGTH(400, "this model's maximum context length is 128000 tokens, the request has 131902"),
    CONTENT_FILTER(400, "the prompt was blocked by the provider's content filter"),
    UPSTREAM_5XX(502, "bad gateway: upstream connect error before headers");

    private final int httpStatus;
    private final String message;

    Failure(int httpStatus, String message) {
        this.httpStatus = httpStatus;
        this.message = message;
    }

    int httpStatus() {
        return httpStatus;
    }

    String message() {
        return message;
    }

    /** As in the field {@code error_type}. */
    String type() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.modelwatch.alertrouter.api;

import org.jspecify.annotations.Nullable;

/**
 * An answer of API v2 that is an error. There are two shapes: an object with a code for what the schema refuses, and a
 * bare string for what the service refuses.
 */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Codes of go-openapi, which clients see in the object shape. */
    private static final int CODE_TYPE = 601;

    private static final int CODE_REQUIRED = 602;
    private static final int CODE_TOO_FEW = 612;

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int UNPROCESSABLE = 422;

    private final int status;
    private final transient @Nullable Object body;

    private ApiException(int status, @Nullable Object body, String message) {
        super(message, null, false, false);
        this.status = status;
        this.body = body;
    }

    /** The body as a whole cannot be read. */
    public static ApiException unreadable(String what, String reason) {
        return schema(BAD_REQUEST, BAD_REQUEST, "parsing " + what + " body from \"\" failed, because " + reason);
    }

    /** A field, or the whole body, is missing. */
    public static ApiException required(String field) {
        return schema(UNPROCESSABLE, CODE_REQUIRED, field + " in body is required");
    }

    /** A list has no element. */
    public static ApiException empty(String field) {
        return schema(UNPROCESSABLE, CODE_TOO_FEW, field + " in body should have at least 1 items");
    }

    /** A value is not of the type it should be. */
    public static ApiException type(String field, String place, String type, String value) {
        return schema(
                UNPROCESSABLE, CODE_TYPE, field + " in " + place + " must be of type " + type + ": \"" + value + "\"");
    }

    /** The request as such is refused. */
    public static ApiException schema(int status, int code, String message) {
        return new ApiException(status, new Coded(code, message), message);
    }

    /** What is asked for cannot be done. */
    public static ApiException refused(String reason) {
        return new ApiException(BAD_REQUEST, reason, reason);
    }

    /** There is no such thing; the body says so. */
    public static ApiException notFound(String reason) {
        return new ApiException(NOT_FOUND, reason, reason);
    }

    /** There is no such thing; the body is empty. */
    public static ApiException notFound() {
        return new ApiException(NOT_FOUND, null, "not found");
    }

    public int status() {
        return status;
    }

    /** The object or string to answer with, null for nothing. */
    public @Nullable Object body() {
        return body;
    }

    private record Coded(int code, String message) {}
}

package io.modelwatch.logindexer.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;

/**
 * What Elasticsearch, or something in front of it, answered.
 *
 * @param status the HTTP status
 * @param body the body, empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Reply(int status, byte[] body) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_REASON_CHARS = 2000;

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    JsonNode json() throws IOException {
        return JSON.readTree(body);
    }

    /** The kind of error; empty where the body does not tell. */
    String errorType() {
        return error().path("type").asText("");
    }

    /** The error in words, with its cause where it has one; empty where the body does not tell. */
    String errorReason() {
        JsonNode error = error();
        StringBuilder reason = new StringBuilder(
                error.isTextual() ? error.asText() : error.path("reason").asText(""));
        JsonNode cause = error.path("caused_by");
        while (cause.isObject() && reason.length() < MAX_REASON_CHARS) {
            reason.append(": ").append(cause.path("reason").asText(""));
            cause = cause.path("caused_by");
        }
        return reason.length() > MAX_REASON_CHARS ? reason.substring(0, MAX_REASON_CHARS) : reason.toString();
    }

    private JsonNode error() {
        try {
            return json().path("error");
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}

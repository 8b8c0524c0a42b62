package io.modelwatch.security.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who did what. Holds no body, no query and no value of a header but the identifier of the request.
 *
 * @param service the service it was done at
 * @param principal who, or {@code anonymous}
 * @param address where the request came from
 * @param path the template of the path
 * @param variables identifiers of what it was done to
 * @param outcome what came of it
 * @param status the HTTP status
 * @param requestId as the client sent it, or made up
 */
public record AuditEvent(
        Instant time,
        String service,
        String principal,
        String address,
        String method,
        String path,
        Map<String, String> variables,
        Outcome outcome,
        int status,
        String requestId) {

    /** The logger that events go to. */
    public static final String CATEGORY = "modelwatch.audit";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST_ERROR = 400;

    public AuditEvent {
        variables = Map.copyOf(variables);
    }

    /** What came of a request. */
    public enum Outcome {
        /** It was done. */
        DONE("done"),
        /** It was not allowed. */
        REFUSED("refused"),
        /** It was allowed and went wrong, or asked for what cannot be. */
        FAILED("failed");

        private final String id;

        Outcome(String id) {
            this.id = id;
        }

        /** What an answer with this status means when the gate let the request in. */
        public static Outcome of(int status) {
            return status < FIRST_ERROR ? DONE : FAILED;
        }
    }

    /** One line of JSON. */
    public String line() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", time.toString());
        line.put("service", service);
        line.put("principal", principal);
        line.put("address", address);
        line.put("method", method);
        line.put("path", path);
        if (!variables.isEmpty()) {
            line.put("variables", variables);
        }
        line.put("outcome", outcome.id);
        line.put("status", status);
        line.put("request_id", requestId);
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

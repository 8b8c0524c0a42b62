package io.modelwatch.security.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.Problem;
import io.modelwatch.security.access.AnswerShape;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request that is not let in.
 *
 * @param detail what is wrong this time and what would be right
 * @param retryAfter when to ask again; zero when that would not help
 */
record Refusal(SecurityProblem problem, String detail, Duration retryAfter) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a client may show; the first is what makes a browser ask its user. */
    private static final List<String> CHALLENGES =
            List.of("Basic realm=\"modelwatch\", charset=\"UTF-8\"", "Bearer realm=\"modelwatch\"", "ApiKey");

    static Refusal of(SecurityProblem problem, String detail) {
        return new Refusal(problem, detail, Duration.ZERO);
    }

    static Refusal tooMany(String detail, Duration retryAfter) {
        return new Refusal(SecurityProblem.TOO_MANY_REQUESTS, detail, retryAfter);
    }

    int status() {
        return problem.status();
    }

    /** Headers beside the type and length of the body. */
    Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        if (problem == SecurityProblem.UNAUTHENTICATED) {
            headers.put("WWW-Authenticate", CHALLENGES);
        }
        if (retryAfter.isPositive()) {
            headers.put(
                    "Retry-After",
                    List.of(Long.toString(Math.max(1, retryAfter.plusMillis(999).toSeconds()))));
        }
        return headers;
    }

    static String mediaType(AnswerShape shape) {
        return shape == AnswerShape.PROBLEM ? Problem.MEDIA_TYPE : "application/json";
    }

    String body(AnswerShape shape) {
        return switch (shape) {
            case PROBLEM -> json(Problem.of(problem, detail));
            case ALERTMANAGER ->
                json(JSON.createObjectNode().put("code", status()).put("message", detail));
            case ELASTICSEARCH -> elasticsearch();
        };
    }

    private String elasticsearch() {
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode error = answer.putObject("error");
        describe(error.putArray("root_cause").addObject());
        describe(error);
        answer.put("status", status());
        return json(answer);
    }

    private void describe(ObjectNode target) {
        boolean busy = problem == SecurityProblem.TOO_MANY_REQUESTS;
        target.put("type", busy ? "es_rejected_execution_exception" : "security_exception")
                .put("reason", detail);
        if (problem == SecurityProblem.UNAUTHENTICATED) {
            CHALLENGES.forEach(target.putObject("header").putArray("WWW-Authenticate")::add);
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

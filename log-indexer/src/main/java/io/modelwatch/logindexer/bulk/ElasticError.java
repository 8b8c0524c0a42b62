package io.modelwatch.logindexer.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.Problem;
import java.util.Locale;

/**
 * A refusal in the shape of Elasticsearch.
 *
 * @param status the HTTP status
 * @param type the kind of error
 * @param reason the error in words
 */
record ElasticError(int status, String type, String reason) {

    static ElasticError illegalArgument(String reason) {
        return new ElasticError(400, "illegal_argument_exception", reason);
    }

    static ElasticError tooLarge(String reason) {
        return new ElasticError(413, "content_too_long_exception", reason);
    }

    /** A problem as Elasticsearch would tell it. */
    static ElasticError of(Problem problem) {
        String type = switch (problem.status()) {
            case 400 -> "illegal_argument_exception";
            case 404 -> "resource_not_found_exception";
            case 413 -> "content_too_long_exception";
            case 429, 503 -> "es_rejected_execution_exception";
            default -> problem.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_") + "_exception";
        };
        String detail = problem.detail();
        return new ElasticError(problem.status(), type, detail == null ? problem.title() : detail);
    }

    byte[] json() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode error = answer.putObject("error");
        describe(error.putArray("root_cause").addObject());
        describe(error);
        answer.put("status", status);
        return answer.toString().getBytes(UTF_8);
    }

    private void describe(ObjectNode target) {
        target.put("type", type).put("reason", reason);
    }

    /** This error as the answer to a whole request. */
    ElasticException asException() {
        return new ElasticException(this);
    }
}

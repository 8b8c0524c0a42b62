package io.modelwatch.alertrouter.receiver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;

/**
 * What a server answered.
 *
 * @param status of HTTP
 * @param body its beginning
 * @param after how long the server asks to wait before the next request; zero when it does not
 */
public record Answer(int status, String body, Duration after) {

    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int OK_FROM = 200;
    private static final int OK_TO = 299;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int SHOWN = 256;

    public boolean isOk() {
        return status >= OK_FROM && status <= OK_TO;
    }

    /** The body as JSON; a missing node when it is none. */
    public JsonNode json() {
        return json(body);
    }

    /** A text as JSON; a missing node when it is none. */
    static JsonNode json(String text) {
        try {
            JsonNode node = STRICT.readTree(text);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** A failure by the status alone: a server that is busy or broken may do better later, others will not. */
    public SendResult.Failed failed() {
        boolean retry = status >= SERVER_ERROR
                || status == REQUEST_TIMEOUT
                || status == TOO_EARLY
                || status == TOO_MANY_REQUESTS;
        return new SendResult.Failed(retry, after, reason(), "unexpected status code " + status + shown());
    }

    /** Success by the status alone. */
    public SendResult byStatus() {
        return isOk() ? new SendResult.Delivered() : failed();
    }

    /** The same, with at least some time before the next try. */
    public SendResult.Failed failedAfter(Duration least) {
        SendResult.Failed failed = failed();
        return new SendResult.Failed(
                failed.retry(),
                failed.after().compareTo(least) > 0 ? failed.after() : least,
                failed.reason(),
                failed.detail());
    }

    /** A failure that the body tells. */
    public SendResult.Failed refused(boolean retry, Duration least, String reason) {
        Duration wait = after.compareTo(least) > 0 ? after : least;
        return new SendResult.Failed(retry, wait, reason, "refused with status " + status + shown());
    }

    private String shown() {
        String text = body.strip();
        return text.isEmpty() ? "" : ": " + text.substring(0, Math.min(SHOWN, text.length()));
    }

    private String reason() {
        return switch (status) {
            case UNAUTHORIZED, FORBIDDEN -> "authError";
            case TOO_MANY_REQUESTS -> "rateLimited";
            default -> status >= SERVER_ERROR ? "serverError" : "clientError";
        };
    }
}

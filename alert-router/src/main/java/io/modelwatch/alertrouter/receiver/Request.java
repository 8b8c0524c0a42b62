package io.modelwatch.alertrouter.receiver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Something to post.
 *
 * @param url where; it may hold secrets
 * @param body JSON in UTF-8
 */
public record Request(URI url, String body) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Writes maps, lists, texts, numbers and booleans as JSON. */
    public static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many bytes a text takes. */
    public static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Not shown, since it may hold secrets. */
    @Override
    public String toString() {
        return "Request[" + url.getHost() + "]";
    }
}

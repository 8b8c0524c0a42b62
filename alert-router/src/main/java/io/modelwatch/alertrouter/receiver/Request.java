package io.modelwatch.alertrouter.receiver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Something to ask a service.
 *
 * @param method of HTTP
 * @param url where; it may hold secrets
 * @param headers besides those that every request has; their values may be secrets
 * @param contentType of the body
 * @param body in UTF-8; empty for none
 */
public record Request(String method, URI url, Map<String, String> headers, String contentType, String body) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    public Request {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** Posts JSON. */
    public Request(URI url, String body) {
        this("POST", url, Map.of(), JSON, body);
    }

    /** Another method with JSON. */
    public Request(String method, URI url, String body) {
        this(method, url, Map.of(), JSON, body);
    }

    /** Posts a form. */
    public static Request form(URI url, Map<String, String> fields) {
        return new Request("POST", url, Map.of(), FORM, query(fields));
    }

    /** Asks without a body. */
    public static Request get(URI url) {
        return new Request("GET", url, Map.of(), JSON, "");
    }

    /** The same with one more header. */
    public Request with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Request(method, url, more, contentType, body);
    }

    /** Names and values as a form has them. */
    public static String query(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** A text as it stands in a form or in the query of a URL. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

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
        return "Request[" + method + " " + url.getHost() + "]";
    }
}

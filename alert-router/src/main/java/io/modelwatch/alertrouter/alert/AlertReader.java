package io.modelwatch.alertrouter.alert;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.alertrouter.api.ApiException;
import io.modelwatch.alertrouter.api.ApiJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the alerts of a request. */
final class AlertReader {

    private static final String BODY = "alerts";

    private AlertReader() {}

    static List<PostedAlert> read(byte @Nullable [] body) {
        JsonNode json = ApiJson.read(body, BODY);
        if (json.isNull()) {
            return List.of();
        }
        if (!json.isArray()) {
            throw ApiJson.wrongType(BODY, BODY, "array", json);
        }
        List<PostedAlert> alerts = new ArrayList<>(json.size());
        for (int i = 0; i < json.size(); i++) {
            alerts.add(read(json.get(i), i));
        }
        return alerts;
    }

    private static PostedAlert read(JsonNode json, int index) {
        if (!json.isObject()) {
            throw ApiJson.wrongType(BODY, String.valueOf(index), "object", json);
        }
        Map<String, String> annotations = ApiJson.texts(json, "annotations", BODY);
        String generatorUrl = ApiJson.text(json, "generatorURL", BODY);
        if (generatorUrl != null && !generatorUrl.isEmpty() && !isUri(generatorUrl)) {
            throw ApiException.type(index + ".generatorURL", "body", "uri", generatorUrl);
        }
        Map<String, String> labels = ApiJson.texts(json, "labels", BODY);
        if (labels == null) {
            throw ApiException.required(index + ".labels");
        }
        return new PostedAlert(
                labels,
                annotations == null ? Map.of() : annotations,
                ApiJson.time(json, "startsAt", BODY),
                ApiJson.time(json, "endsAt", BODY),
                generatorUrl == null ? "" : generatorUrl);
    }

    /**
     * Whether Go takes a text for a request URI: absolute, or a path from the root, without control characters. Every
     * alert of every request has one, so it is looked at without a regular expression.
     */
    private static boolean isUri(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 127) {
                return false;
            }
        }
        int colon = text.indexOf(':');
        if (text.charAt(0) == '/' || colon < 1 || !isLetter(text.charAt(0))) {
            return text.charAt(0) == '/';
        }
        for (int i = 1; i < colon; i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && (c < '0' || c > '9') && c != '+' && c != '-' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}

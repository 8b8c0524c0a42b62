package io.modelwatch.alertrouter.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import io.modelwatch.alertrouter.api.ApiException;
import io.modelwatch.alertrouter.api.ApiJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the alerts of a request. */
final class AlertReader {

    private static final String BODY = "alerts";

    /** What Go takes for a request URI: absolute, or a path from the root, without control characters. */
    private static final Pattern URI = Pattern.compile("^(?:[a-zA-Z][a-zA-Z0-9+.-]*:|/)[^\\x00-\\x1f\\x7f]*$");

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
        if (generatorUrl != null && !generatorUrl.isEmpty() && !URI.matches(generatorUrl)) {
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
}

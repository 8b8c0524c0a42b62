package io.modelwatch.alertrouter.silence;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.alertrouter.api.ApiException;
import io.modelwatch.alertrouter.api.ApiJson;
import io.modelwatch.alertrouter.label.GoStrings;
import io.modelwatch.alertrouter.label.LabelNames;
import io.modelwatch.alertrouter.label.MatchOperator;
import io.modelwatch.alertrouter.label.Matcher;
import io.modelwatch.alertrouter.label.Matchers;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a silence from a request and refuses what cannot be one. */
final class SilenceReader {

    private static final String BODY = "silence";
    private static final OffsetDateTime NOT_SET = OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private SilenceReader() {}

    /** The identity that the client wants to change; null or empty for a new silence. */
    static @Nullable String id(JsonNode body) {
        return ApiJson.text(body, "id", BODY);
    }

    static SilenceDraft draft(JsonNode body, Instant now) {
        if (!body.isObject()) {
            throw ApiJson.wrongType(BODY, BODY, "object", body);
        }
        String comment = require(ApiJson.text(body, "comment", BODY), "comment");
        String createdBy = require(ApiJson.text(body, "createdBy", BODY), "createdBy");
        OffsetDateTime endsAt = time(body, "endsAt");
        JsonNode list = require(body.get("matchers"), "matchers");
        if (list.isNull()) {
            throw ApiException.required("matchers");
        }
        if (!list.isArray()) {
            throw ApiJson.wrongType(BODY, "matchers", "array", list);
        }
        OffsetDateTime startsAt = time(body, "startsAt");
        if (list.isEmpty()) {
            throw ApiException.empty("matchers");
        }
        List<Raw> raw = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            raw.add(raw(list.get(i), "matchers." + i));
        }
        if (!startsAt.isBefore(endsAt)) {
            throw ApiException.refused("Failed to create silence: start time must be before end time");
        }
        if (endsAt.toInstant().isBefore(now)) {
            throw ApiException.refused("Failed to create silence: end time can't be in the past");
        }
        Map<String, String> annotations = ApiJson.texts(body, "annotations", BODY);
        return new SilenceDraft(
                matchers(raw),
                startsAt.toInstant(),
                endsAt.toInstant(),
                createdBy,
                comment,
                annotations == null ? Map.of() : annotations);
    }

    private static OffsetDateTime time(JsonNode body, String field) {
        JsonNode value = body.get(field);
        if (value == null || value.isNull()) {
            throw ApiException.required(field);
        }
        OffsetDateTime time = ApiJson.time(body, field, BODY);
        return time == null ? NOT_SET : time;
    }

    private static Raw raw(JsonNode node, String path) {
        if (!node.isObject()) {
            throw ApiJson.wrongType(BODY, path, "object", node);
        }
        Boolean regex = require(ApiJson.bool(node, "isRegex", BODY), path + ".isRegex");
        String name = require(ApiJson.text(node, "name", BODY), path + ".name");
        String value = require(ApiJson.text(node, "value", BODY), path + ".value");
        Boolean equal = ApiJson.bool(node, "isEqual", BODY);
        return new Raw(name, MatchOperator.of(regex, equal == null || equal), value);
    }

    private static Matchers matchers(List<Raw> raw) {
        List<Matcher> matchers = new ArrayList<>();
        for (Raw each : raw) {
            if (!LabelNames.UTF8.allows(each.name)) {
                throw invalid("invalid label matcher " + matchers.size() + ": invalid label name "
                        + GoStrings.quote(each.name));
            }
            try {
                matchers.add(Matcher.of(each.name, each.operator, each.value));
            } catch (IllegalArgumentException e) {
                throw invalid("invalid label matcher " + matchers.size() + ": invalid regular expression "
                        + GoStrings.quote(each.value) + ": " + e.getMessage());
            }
        }
        if (matchers.stream().allMatch(Matcher::acceptsEmpty)) {
            throw invalid("at least one matcher must not match the empty string");
        }
        return new Matchers(matchers);
    }

    private static ApiException invalid(String reason) {
        return ApiException.refused("invalid silence: matcher set 0: " + reason);
    }

    private static <T> T require(@Nullable T value, String field) {
        if (value == null) {
            throw ApiException.required(field);
        }
        return value;
    }

    private record Raw(String name, MatchOperator operator, String value) {}
}

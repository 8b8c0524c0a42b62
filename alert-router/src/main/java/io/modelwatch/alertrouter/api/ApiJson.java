package io.modelwatch.alertrouter.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelwatch.alertrouter.time.Rfc3339;
import io.modelwatch.intake.Text;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as Alertmanager reads and writes it: unknown fields pass, wrong types do not, answers end with a newline. */
public final class ApiJson {

    private static final int OK = 200;
    private static final int MAX_DEPTH = 64;

    private static final ObjectMapper MAPPER = JsonMapper.builder(new com.fasterxml.jackson.core.JsonFactoryBuilder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .build();

    private ApiJson() {}

    /** 200 with a body. */
    public static Response ok(Object body) {
        return answer(OK, body);
    }

    static Response answer(int status, Object body) {
        return Response.status(status)
                .header("Content-Type", "application/json")
                .entity(bytes(body))
                .build();
    }

    private static byte[] bytes(Object body) {
        try {
            byte[] json = MAPPER.writeValueAsBytes(body);
            byte[] line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            return line;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The value that a body holds; what follows it is ignored.
     *
     * @param what the name of the body in complaints
     */
    public static JsonNode read(byte @Nullable [] body, String what) {
        if (body == null || body.length == 0) {
            throw ApiException.required(what);
        }
        try {
            JsonNode node = MAPPER.readTree(body);
            if (node == null || node.isMissingNode()) {
                throw ApiException.required(what);
            }
            return node;
        } catch (JacksonException e) {
            throw ApiException.unreadable(what, e.getOriginalMessage());
        } catch (IOException e) {
            throw ApiException.unreadable(what, e.toString());
        }
    }

    /** A text field; null when it is not there. */
    public static @Nullable String text(JsonNode object, String field, String what) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrongType(what, field, "string", value);
        }
        return Text.storable(value.textValue());
    }

    /** A field that is true or false; null when it is not there. */
    public static @Nullable Boolean bool(JsonNode object, String field, String what) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isBoolean()) {
            throw wrongType(what, field, "bool", value);
        }
        return value.booleanValue();
    }

    /** A field that is a time; null when it is not there or says that it is not set. */
    public static @Nullable OffsetDateTime time(JsonNode object, String field, String what) {
        String text = text(object, field, what);
        try {
            return Rfc3339.read(text);
        } catch (DateTimeException e) {
            throw ApiException.unreadable(
                    what,
                    "the field \"" + field + "\" is no RFC 3339 time: \"" + shortened(String.valueOf(text)) + "\"");
        }
    }

    /** A field that is an object of texts; null when it is not there. */
    public static @Nullable Map<String, String> texts(JsonNode object, String field, String what) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isObject()) {
            throw wrongType(what, field, "object of strings", value);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        value.forEachEntry((name, each) -> {
            if (!each.isTextual() && !each.isNull()) {
                throw wrongType(what, field + "." + name, "string", each);
            }
            texts.put(Text.storable(name), each.isNull() ? "" : Text.storable(each.textValue()));
        });
        return texts;
    }

    /** A complaint about a value of the wrong type. */
    public static ApiException wrongType(String what, String field, String wanted, JsonNode value) {
        return ApiException.unreadable(
                what,
                "json: cannot unmarshal " + value.getNodeType().name().toLowerCase(java.util.Locale.ROOT)
                        + " into field " + shortened(field) + " of type " + wanted);
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}

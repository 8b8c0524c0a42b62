package io.modelwatch.intake;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Typed fields of one record. A field that is absent or null reads as null or empty; a field of the wrong type or out
 * of range is noted and reads as absent, so that {@link #check} can name all that is wrong at once. Text is made
 * storable, see {@link Text#storable(String)}. Not thread-safe.
 */
public final class Fields {

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final ObjectReader READER = reader(Limits.DEFAULT.maxDepth());

    private final ObjectNode record;
    private final Set<String> asked = new HashSet<>();
    private final List<FieldError> errors = new ArrayList<>();

    private Fields(ObjectNode record) {
        this.record = record;
    }

    /** The fields of an object that has been parsed already. */
    public static Fields of(ObjectNode record) {
        return new Fields(record);
    }

    /**
     * Parses one record.
     *
     * @throws ProblemException with the record's own problem, or 400 naming the place when it is no valid JSON object
     */
    public static Fields parse(RawRecord raw) {
        Problem unreadable = raw.problem();
        if (unreadable != null) {
            throw unreadable.asException();
        }
        if (!Text.isUtf8(raw.json())) {
            throw invalid(raw.index(), "the record is not valid UTF-8");
        }
        JsonNode node;
        try {
            node = READER.readTree(raw.json());
        } catch (JsonProcessingException e) {
            throw invalid(raw.index(), "the record is not valid JSON" + place(e) + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw invalid(raw.index(), "the record is not valid JSON: " + e.getMessage());
        }
        if (!(node instanceof ObjectNode object)) {
            throw invalid(raw.index(), "the record must be a JSON object, not " + kind(node));
        }
        return new Fields(Text.hasUnicodeEscape(raw.json()) ? (ObjectNode) Text.storable(object) : object);
    }

    private static ObjectReader reader(int maxDepth) {
        JsonMapper mapper = JsonMapper.builder()
                .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxNumberLength(400)
                        .maxNameLength(1024)
                        .build());
        return mapper.reader();
    }

    private static String place(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null || location.getByteOffset() < 0 ? "" : " at byte " + location.getByteOffset();
    }

    private static ProblemException invalid(int index, String detail) {
        return Problem.of(CommonProblem.INVALID_RECORD, detail).inRecord(index).asException();
    }

    /** Text of at most the given number of UTF-16 units. */
    public @Nullable String text(String name, int maxChars) {
        JsonNode node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            return wrong(name, "must be text, not " + kind(node));
        }
        String text = node.textValue();
        if (text.length() > maxChars) {
            return wrong(name, "must have at most " + maxChars + " characters, has " + text.length());
        }
        return text;
    }

    /** Text that must be there and not blank; reads as empty where it is not. */
    public String requiredText(String name, int maxChars) {
        int before = errors.size();
        String text = text(name, maxChars);
        if (errors.size() > before) {
            return "";
        }
        if (text == null || text.isBlank()) {
            reject(name, text == null ? "is required" : "must not be blank");
            return "";
        }
        return text;
    }

    /** A whole number from 0 to the given maximum. */
    public @Nullable Long count(String name, long max) {
        JsonNode node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isNumber() || node.doubleValue() != Math.rint(node.doubleValue())) {
            return wrong(name, "must be a whole number, not " + kind(node));
        }
        if (node.doubleValue() < 0) {
            return wrong(name, "must be at least 0, was " + shorten(node));
        }
        if (node.doubleValue() > max) {
            return wrong(name, "must be at most " + max + ", was " + shorten(node));
        }
        return node.longValue();
    }

    /** A finite number within the given bounds, both included. */
    public @Nullable Double number(String name, double min, double max) {
        JsonNode node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isNumber()) {
            return wrong(name, "must be a number, not " + kind(node));
        }
        double value = node.doubleValue();
        if (!(value >= min)) {
            return wrong(name, "must be at least " + plain(min) + ", was " + shorten(node));
        }
        if (!(value <= max)) {
            return wrong(name, "must be at most " + plain(max) + ", was " + shorten(node));
        }
        return value;
    }

    /** True or false. */
    public @Nullable Boolean flag(String name) {
        JsonNode node = node(name);
        if (node == null) {
            return null;
        }
        return node.isBoolean() ? (Boolean) node.booleanValue() : wrong(name, "must be true or false");
    }

    /** An RFC 3339 date-time with its offset, between 1970 and 2200. */
    public @Nullable Instant instant(String name) {
        String text = text(name, 64);
        if (text == null) {
            return null;
        }
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return instant.isBefore(EARLIEST) || instant.isAfter(LATEST)
                    ? wrong(name, "must lie between 1970 and 2200, was " + text)
                    : instant;
        } catch (DateTimeParseException e) {
            return wrong(name, "must be an RFC 3339 date-time such as 2026-11-22T08:00:00.812Z, was '" + text + "'");
        }
    }

    /** A list of texts; one bare text counts as a list of one. */
    public List<String> texts(String name, int maxItems, int maxChars) {
        JsonNode node = node(name);
        if (node == null) {
            return List.of();
        }
        if (node.isTextual()) {
            String text = text(name, maxChars);
            return text == null ? List.of() : List.of(text);
        }
        if (!node.isArray()) {
            reject(name, "must be an array of texts, not " + kind(node));
            return List.of();
        }
        if (node.size() > maxItems) {
            reject(name, "must have at most " + maxItems + " items, has " + node.size());
            return List.of();
        }
        List<String> texts = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            JsonNode item = node.get(i);
            if (!item.isTextual()) {
                reject(name + "/" + i, "must be text, not " + kind(item));
            } else if (item.textValue().length() > maxChars) {
                reject(name + "/" + i, "must have at most " + maxChars + " characters");
            } else {
                texts.add(item.textValue());
            }
        }
        return List.copyOf(texts);
    }

    /** An object of texts; numbers and booleans are taken as their text. */
    public Map<String, String> labels(String name, int maxEntries, int maxChars) {
        JsonNode node = node(name);
        if (node == null) {
            return Map.of();
        }
        if (!node.isObject()) {
            reject(name, "must be an object of texts, not " + kind(node));
            return Map.of();
        }
        if (node.size() > maxEntries) {
            reject(name, "must have at most " + maxEntries + " entries, has " + node.size());
            return Map.of();
        }
        Map<String, String> labels = new LinkedHashMap<>();
        node.forEachEntry((key, value) -> {
            String pointer = name + "/" + escape(key);
            if (value.isContainerNode()) {
                reject(pointer, "must be text, not " + kind(value));
            } else if (value.asText().length() > maxChars || key.length() > maxChars) {
                reject(pointer, "must have at most " + maxChars + " characters");
            } else if (!value.isNull()) {
                labels.put(key, value.asText());
            }
        });
        return labels;
    }

    /** One of the constants of an enum, spelled in lower case. */
    public <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
        String text = text(name, 64);
        if (text == null) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (spelling(constant).equals(text)) {
                return constant;
            }
        }
        List<String> choices =
                Arrays.stream(type.getEnumConstants()).map(Fields::spelling).toList();
        return wrong(name, "must be one of " + String.join(", ", choices) + ", was '" + text + "'");
    }

    private static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The field as it is; null where it is absent or JSON null. */
    public @Nullable JsonNode node(String name) {
        asked.add(name);
        JsonNode node = record.get(name);
        return node == null || node.isNull() ? null : node;
    }

    /** The fields that nobody has asked for, in their order. */
    public Map<String, JsonNode> rest() {
        Map<String, JsonNode> rest = new LinkedHashMap<>();
        record.forEachEntry((name, value) -> {
            if (!asked.contains(name)) {
                rest.put(name, value);
            }
        });
        return rest;
    }

    /** The whole record. */
    public ObjectNode record() {
        return record;
    }

    /**
     * Notes that a field is wrong.
     *
     * @param field its name, or a path below it such as {@code labels/team}
     */
    public void reject(String field, String detail) {
        errors.add(new FieldError("/" + field, detail));
    }

    public List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /** Throws a 400 that names every field that was wrong, if any was. */
    public void check() {
        if (!errors.isEmpty()) {
            throw problem().asException();
        }
    }

    private Problem problem() {
        FieldError first = errors.getFirst();
        String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
        return Problem.of(CommonProblem.INVALID_RECORD, first.field() + " " + first.detail() + more, errors);
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // always null, of whatever type the caller returns
    private <T> @Nullable T wrong(String name, String detail) {
        reject(name, detail);
        return null;
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String shorten(JsonNode node) {
        String text = node.asText();
        return text.length() > 32 ? text.substring(0, 32) + "…" : text;
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case STRING -> "text";
            case NUMBER -> "the number " + shorten(node);
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case MISSING, BINARY, POJO -> "nothing";
        };
    }
}

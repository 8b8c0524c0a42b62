package io.modelwatch.logindexer.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields that the index template maps, by dotted names: the template itself is read, so both say the same. */
final class MappedFields {

    enum Kind {
        KEYWORD,
        TEXT,
        LONG,
        DOUBLE,
        BOOLEAN,
        DATE,
        FLATTENED
    }

    private static final Map<String, Kind> KINDS = Map.of(
            "keyword", Kind.KEYWORD,
            "constant_keyword", Kind.KEYWORD,
            "wildcard", Kind.TEXT,
            "match_only_text", Kind.TEXT,
            "long", Kind.LONG,
            "double", Kind.DOUBLE,
            "boolean", Kind.BOOLEAN,
            "date", Kind.DATE,
            "flattened", Kind.FLATTENED);

    private final Map<String, Kind> kinds = new HashMap<>();
    private final Set<String> parents = new HashSet<>();

    private MappedFields(JsonNode properties) {
        addAll("", properties);
    }

    static MappedFields ofTemplate() {
        try (InputStream in = MappedFields.class.getResourceAsStream("/elasticsearch/mappings.json")) {
            if (in == null) {
                throw new IllegalStateException("missing resource mappings");
            }
            return new MappedFields(new JsonMapper().readTree(in).at("/template/mappings/properties"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addAll(String prefix, JsonNode properties) {
        properties.forEachEntry((name, field) -> {
            String path = prefix + name;
            if (field.has("properties")) {
                parents.add(path);
                addAll(path + ".", field.path("properties"));
            } else {
                String type = field.path("type").asText();
                Kind kind = KINDS.get(type);
                if (kind == null) {
                    throw new IllegalStateException("the template has a field type nobody can fill: " + type);
                }
                kinds.put(path, kind);
            }
        });
    }

    /** How a field is mapped; null where it is not. */
    @Nullable
    Kind kind(String path) {
        return kinds.get(path);
    }

    /** Whether there are mapped fields below the path. */
    boolean isParent(String path) {
        return parents.contains(path);
    }
}

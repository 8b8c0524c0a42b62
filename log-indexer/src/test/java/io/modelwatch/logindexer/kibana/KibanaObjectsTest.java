package io.modelwatch.logindexer.kibana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** To renew the committed file: run with {@code -Dkibana.update=true}. */
class KibanaObjectsTest {

    static final JsonMapper JSON = new JsonMapper();
    private static final Path FILE = Path.of(System.getProperty("modelwatch.root"), "deploy/kibana/modelwatch.ndjson");
    private static final Pattern QUERIED = Pattern.compile("([A-Za-z@][A-Za-z0-9_.@]*) *(?::|>=|<=|<|>)");
    private static final Set<String> AGGREGATABLE = Set.of("keyword", "long", "double", "date", "boolean");

    /** The newest versions of Kibana's types that 8.19 knows; it refuses newer ones. */
    private static final Map<String, String> NEWEST =
            Map.of("index-pattern", "8.0.0", "search", "10.5.0", "lens", "8.9.0", "dashboard", "10.3.0");

    /** The attributes of each type, in the kinds of JSON that Kibana takes; those marked with $ are JSON within a string. */
    private static final Map<String, Map<String, String>> ATTRIBUTES = Map.of(
            "index-pattern",
            Map.of(
                    "title", "STRING",
                    "name", "STRING",
                    "timeFieldName", "STRING",
                    "fields", "$",
                    "fieldAttrs", "$",
                    "fieldFormatMap", "$",
                    "runtimeFieldMap", "$",
                    "sourceFilters", "$",
                    "typeMeta", "$"),
            "search",
            Map.of(
                    "title", "STRING",
                    "description", "STRING",
                    "columns", "ARRAY",
                    "sort", "ARRAY",
                    "grid", "OBJECT",
                    "hideChart", "BOOLEAN",
                    "isTextBasedQuery", "BOOLEAN",
                    "timeRestore", "BOOLEAN",
                    "kibanaSavedObjectMeta", "OBJECT"),
            "lens",
            Map.of("title", "STRING", "description", "STRING", "visualizationType", "STRING", "state", "OBJECT"),
            "dashboard",
            Map.of(
                    "title", "STRING",
                    "description", "STRING",
                    "version", "NUMBER",
                    "panelsJSON", "$",
                    "optionsJSON", "$",
                    "controlGroupInput", "OBJECT",
                    "timeRestore", "BOOLEAN",
                    "timeFrom", "STRING",
                    "timeTo", "STRING",
                    "kibanaSavedObjectMeta", "OBJECT"));

    static Stream<JsonNode> objects() {
        return KibanaObjects.ndjson().lines().map(KibanaObjectsTest::parsed).filter(line -> line.has("type"));
    }

    private static Stream<JsonNode> objects(String type) {
        return objects().filter(object -> object.path("type").asText().equals(type));
    }

    static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    /** The fields that the template maps, with their types. */
    private static String typeOf(String field) throws IOException {
        JsonNode mapping;
        try (InputStream template = KibanaObjectsTest.class.getResourceAsStream("/elasticsearch/mappings.json")) {
            mapping = JSON.readTree(template).at("/template/mappings");
        }
        for (String part : field.split("\\.")) {
            mapping = mapping.path("properties").path(part);
        }
        return mapping.path("type").asText();
    }

    @Test
    void theCommittedFileIsWhatTheCodeMakes() throws IOException {
        if (System.getProperty("kibana.update") != null) {
            Files.writeString(FILE, KibanaObjects.ndjson());
        }
        assertEquals(KibanaObjects.ndjson(), Files.readString(FILE));
    }

    @ParameterizedTest
    @MethodSource("objects")
    void objectsHaveTheShapeOfTheirType(JsonNode object) {
        String type = object.path("type").asText();
        Map<String, String> expected = ATTRIBUTES.get(type);
        assertEquals(expected.keySet(), names(object.path("attributes")));
        expected.forEach((name, kind) -> {
            JsonNode value = object.path("attributes").path(name);
            if (kind.equals("$")) {
                assertTrue(parsed(value.textValue()).isContainerNode(), name);
            } else {
                assertEquals(kind, value.getNodeType().name(), name);
            }
        });
        assertEquals("8.8.0", object.path("coreMigrationVersion").asText());
        assertTrue(
                Arrays.compare(numbers(object.path("typeMigrationVersion").asText()), numbers(NEWEST.get(type))) <= 0,
                object.path("typeMigrationVersion").asText());
        assertFalse(object.at("/attributes/title").asText().isBlank());
    }

    private static int[] numbers(String version) {
        return Stream.of(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void identifiersAreUniqueAndReferencesAreUsedAndResolve() {
        List<String> ids = objects()
                .map(object ->
                        object.path("type").asText() + "/" + object.path("id").asText())
                .toList();
        assertEquals(ids.size(), Set.copyOf(ids).size());
        objects().forEach(object -> {
            Set<String> named = new TreeSet<>();
            for (JsonNode reference : object.path("references")) {
                assertTrue(
                        ids.contains(reference.path("type").asText() + "/"
                                + reference.path("id").asText()),
                        reference.toString());
                assertTrue(named.add(reference.path("name").asText()), reference.toString());
            }
            assertEquals(namesOfReferences(object), named, object.path("id").asText());
        });
    }

    /** The names of references that the attributes of an object use. */
    private static Set<String> namesOfReferences(JsonNode object) {
        JsonNode attributes = object.path("attributes");
        Set<String> names = new TreeSet<>();
        String source = attributes.at("/kibanaSavedObjectMeta/searchSourceJSON").asText("{}");
        parsed(source).findValuesAsText("indexRefName").forEach(names::add);
        attributes
                .at("/state/datasourceStates/formBased/layers")
                .fieldNames()
                .forEachRemaining(layer -> names.add("indexpattern-datasource-layer-" + layer));
        for (JsonNode panel : parsed(attributes.path("panelsJSON").asText("[]"))) {
            names.add(panel.path("panelIndex").asText() + ":"
                    + panel.path("panelRefName").asText());
        }
        parsed(attributes.at("/controlGroupInput/panelsJSON").asText("{}"))
                .fieldNames()
                .forEachRemaining(control -> names.add("controlGroup_" + control + ":optionsListDataView"));
        return names;
    }

    @Test
    void everyFieldIsMappedAndFitForItsUse() throws IOException {
        for (JsonNode object : objects().toList()) {
            String where = object.path("id").asText();
            for (JsonNode column : object.at("/attributes/columns")) {
                assertFalse(typeOf(column.asText()).isEmpty(), where + ": " + column);
            }
            for (JsonNode column : columns(object)) {
                String field = column.path("sourceField").asText();
                assertTrue(
                        field.equals(Column.RECORDS) || AGGREGATABLE.contains(typeOf(field)),
                        where + ": " + field + " cannot be counted by");
            }
            for (JsonNode control :
                    parsed(object.at("/attributes/controlGroupInput/panelsJSON").asText("{}"))) {
                assertEquals(
                        "keyword", typeOf(control.at("/explicitInput/fieldName").asText()), where);
            }
            for (String query : queries(object)) {
                Matcher field = QUERIED.matcher(query.replaceAll("\"[^\"]*\"", "\"\""));
                while (field.find()) {
                    assertFalse(typeOf(field.group(1)).isEmpty(), where + ": " + field.group(1));
                }
            }
        }
        for (String field : names(parsed(objects("index-pattern")
                .toList()
                .getFirst()
                .at("/attributes/fieldFormatMap")
                .asText()))) {
            assertFalse(typeOf(field).isEmpty(), field);
        }
    }

    static JsonNode columns(JsonNode object) {
        return object.at("/attributes/state/datasourceStates/formBased/layers/layer1/columns");
    }

    private static List<String> queries(JsonNode object) {
        List<String> queries = new ArrayList<>();
        queries.add(object.at("/attributes/state/query/query").asText(""));
        queries.add(parsed(object.at("/attributes/kibanaSavedObjectMeta/searchSourceJSON")
                        .asText("{}"))
                .at("/query/query")
                .asText(""));
        return queries;
    }

    @Test
    void columnsAreInOrderAndShown() {
        objects("lens").forEach(lens -> {
            JsonNode layer = lens.at("/attributes/state/datasourceStates/formBased/layers/layer1");
            List<String> order = layer.path("columnOrder")
                    .valueStream()
                    .map(JsonNode::asText)
                    .toList();
            assertEquals(names(layer.path("columns")), new TreeSet<>(order));
            List<Boolean> bucketed = order.stream()
                    .map(id -> layer.path("columns").path(id).path("isBucketed").asBoolean())
                    .toList();
            assertFalse(
                    bucketed.indexOf(false) < bucketed.lastIndexOf(true),
                    lens.path("id").asText());
            String picture = lens.at("/attributes/state/visualization").toString();
            order.forEach(
                    id -> assertTrue(picture.contains("\"" + id + "\""), lens.path("id") + " does not show " + id));
            for (JsonNode column : layer.path("columns")) {
                String by = column.at("/params/orderBy/columnId").asText("");
                assertTrue(by.isEmpty() || order.contains(by), by);
            }
        });
    }

    @Test
    void panelsLieBesideEachOther() {
        JsonNode panels = parsed(objects("dashboard")
                .toList()
                .getFirst()
                .at("/attributes/panelsJSON")
                .asText());
        boolean[][] taken = new boolean[200][Dashboard.WIDTH];
        for (JsonNode panel : panels) {
            JsonNode grid = panel.path("gridData");
            for (int y = grid.path("y").asInt();
                    y < grid.path("y").asInt() + grid.path("h").asInt();
                    y++) {
                for (int x = grid.path("x").asInt();
                        x < grid.path("x").asInt() + grid.path("w").asInt();
                        x++) {
                    assertFalse(taken[y][x], panel.toString());
                    taken[y][x] = true;
                }
            }
        }
        assertEquals(objects("lens").count() + 1, panels.size());
    }
}

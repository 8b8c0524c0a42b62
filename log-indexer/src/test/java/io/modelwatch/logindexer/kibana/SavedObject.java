package io.modelwatch.logindexer.kibana;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A saved object of Kibana as it stands in an export: one line of NDJSON. */
final class SavedObject {

    /** As in exports of Kibana 8.8 and later; it takes objects of older versions than its own, none of newer ones. */
    private static final String CORE_VERSION = "8.8.0";

    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    SavedObject(String type, String typeVersion, String id) {
        json.putObject("attributes");
        json.put("coreMigrationVersion", CORE_VERSION);
        json.put("id", id);
        json.put("managed", false);
        json.putArray("references");
        json.put("type", type);
        json.put("typeMigrationVersion", typeVersion);
    }

    ObjectNode attributes() {
        return (ObjectNode) json.path("attributes");
    }

    SavedObject refersTo(String type, String id, String name) {
        json.withArray("references").addObject().put("id", id).put("name", name).put("type", type);
        return this;
    }

    ObjectNode json() {
        return json;
    }
}

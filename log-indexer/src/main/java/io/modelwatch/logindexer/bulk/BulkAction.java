package io.modelwatch.logindexer.bulk;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first line of an action.
 *
 * @param operation what to do
 * @param index where to, as the shipper named it
 * @param id the document's identifier as the shipper gave it, of whatever type
 */
record BulkAction(
        Operation operation,
        @Nullable JsonNode index,
        @Nullable JsonNode id) {

    enum Operation {
        INDEX("index", true),
        CREATE("create", true),
        UPDATE("update", true),
        DELETE("delete", false);

        private final String word;
        private final boolean hasDocument;

        Operation(String word, boolean hasDocument) {
            this.word = word;
            this.hasDocument = hasDocument;
        }

        String word() {
            return word;
        }

        /** Whether a second line follows. */
        boolean hasDocument() {
            return hasDocument;
        }

        /** Whether it stores a document that is not there yet, which is all a data stream can do. */
        boolean stores() {
            return this == INDEX || this == CREATE;
        }
    }

    private static final Map<String, Operation> OPERATIONS = Map.of(
            "index", Operation.INDEX,
            "create", Operation.CREATE,
            "update", Operation.UPDATE,
            "delete", Operation.DELETE);

    private static final ObjectReader READER = reader();

    private static ObjectReader reader() {
        JsonMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(16).build());
        return mapper.reader();
    }

    /**
     * Reads an action. What it says beside index and identifier (type, pipeline, routing, …) does not matter here.
     *
     * @param number the number of its line, from 1
     * @throws ElasticException 400 when it is none, which spoils the whole request
     */
    static BulkAction parse(BulkLines.Line line, int number) {
        JsonNode node = null;
        try {
            node = line.tooLong() ? null : READER.readTree(line.bytes());
        } catch (IOException e) {
            node = null; // told below
        }
        if (node == null || !node.isObject()) {
            throw malformed(number, "expected [" + JsonToken.START_OBJECT + "]");
        }
        if (node.size() != 1) {
            throw malformed(number, "expected one field, found [" + node.size() + "]");
        }
        Map.Entry<String, JsonNode> only = node.properties().iterator().next();
        Operation operation = OPERATIONS.get(only.getKey());
        if (operation == null) {
            throw malformed(number, "expected field [create], [delete], [index] or [update]");
        }
        if (!only.getValue().isObject()) {
            throw malformed(number, "expected [" + JsonToken.START_OBJECT + "] behind [" + operation.word() + "]");
        }
        return new BulkAction(operation, present(only.getValue(), "_index"), present(only.getValue(), "_id"));
    }

    private static @Nullable JsonNode present(JsonNode metadata, String name) {
        JsonNode node = metadata.get(name);
        return node == null || node.isNull() ? null : node;
    }

    private static ElasticException malformed(int number, String expected) {
        return ElasticError.illegalArgument("Malformed action/metadata line [" + number + "], " + expected)
                .asException();
    }
}

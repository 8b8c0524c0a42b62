package io.modelwatch.logindexer.bulk;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What became of one action. */
sealed interface BulkItem {

    /** The word the shipper used. */
    String operation();

    void write(JsonGenerator json) throws IOException;

    /** The document is on disk. */
    record Taken(String operation, String index, String id) implements BulkItem {

        @Override
        public void write(JsonGenerator json) throws IOException {
            json.writeStringField("_index", index);
            json.writeStringField("_id", id);
            json.writeNumberField("_version", 1);
            json.writeStringField("result", "created");
            writeShards(json);
            json.writeNumberField("status", 201);
        }

        static void writeShards(JsonGenerator json) throws IOException {
            json.writeObjectFieldStart("_shards");
            json.writeNumberField("total", 1);
            json.writeNumberField("successful", 1);
            json.writeNumberField("failed", 0);
            json.writeEndObject();
        }
    }

    /** The document cannot be taken. */
    record Refused(String operation, String index, @Nullable String id, ElasticError error) implements BulkItem {

        @Override
        public void write(JsonGenerator json) throws IOException {
            json.writeStringField("_index", index);
            json.writeStringField("_id", id);
            json.writeNumberField("status", error.status());
            json.writeObjectFieldStart("error");
            json.writeStringField("type", error.type());
            json.writeStringField("reason", error.reason());
            json.writeEndObject();
        }
    }
}

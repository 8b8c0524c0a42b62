package io.modelwatch.logindexer.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.filter.FilteringGeneratorDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a request, on one line: some shippers look for exact texts in it. */
final class BulkReply {

    private static final JsonFactory JSON = new JsonFactory();

    private BulkReply() {}

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    static byte[] of(List<BulkItem> items, long tookMillis, @Nullable FilterPath filter) {
        boolean errors = items.stream().anyMatch(BulkItem.Refused.class::isInstance);
        return written(filter, json -> {
            json.writeNumberField("took", tookMillis);
            json.writeBooleanField("errors", errors);
            json.writeArrayFieldStart("items");
            for (BulkItem item : items) {
                json.writeStartObject();
                json.writeObjectFieldStart(item.operation());
                item.write(json);
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** The answer to a request with one document. */
    static byte[] ofOne(BulkItem.Taken item, @Nullable FilterPath filter) {
        return written(filter, json -> {
            json.writeStringField("_index", item.index());
            json.writeStringField("_id", item.id());
            json.writeNumberField("_version", 1);
            json.writeStringField("result", "created");
            BulkItem.Taken.writeShards(json);
        });
    }

    private static byte[] written(@Nullable FilterPath filter, Content content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator plain = JSON.createGenerator(out)) {
            JsonGenerator json = filter == null
                    ? plain
                    : new FilteringGeneratorDelegate(plain, filter, Inclusion.INCLUDE_ALL_AND_PATH, true);
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.size() == 0 ? "{}".getBytes(UTF_8) : out.toByteArray();
    }
}

package io.modelwatch.logindexer.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * A document as two lines of a {@code _bulk} body, which is how it is spooled: what is delivered later is what was
 * acknowledged, byte for byte, identifier included. UTF-8 throughout.
 *
 * @param index the data stream it goes to
 * @param id its {@code _id}
 * @param document its content
 */
public record BulkEntry(String index, String id, JsonNode document) {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** The two lines, each with its line feed. */
    public static byte[] encode(DataStream dataStream, Document document) {
        byte[] id = JsonStringEncoder.getInstance().quoteAsUTF8(document.id());
        byte[] head = ("{\"create\":{\"_index\":\"" + dataStream.name() + "\",\"_id\":\"").getBytes(UTF_8);
        byte[] tail = "\"}}\n".getBytes(UTF_8);
        byte[] entry = new byte[head.length + id.length + tail.length + document.json().length + 1];
        int at = 0;
        for (byte[] part : new byte[][] {head, id, tail, document.json()}) {
            System.arraycopy(part, 0, entry, at, part.length);
            at += part.length;
        }
        entry[at] = '\n';
        return entry;
    }

    /**
     * Reads the two lines again.
     *
     * @throws IOException when they are none
     */
    public static BulkEntry decode(byte[] entry) throws IOException {
        int end = endOfFirstLine(entry);
        JsonNode action = MAPPER.readTree(entry, 0, end).path("create");
        JsonNode document = MAPPER.readTree(entry, end, entry.length - end);
        if (!action.isObject() || !document.isObject()) {
            throw new IOException("not an entry of a bulk body");
        }
        return new BulkEntry(action.path("_index").asText(), action.path("_id").asText(), document);
    }

    /**
     * Reads the {@code _id} alone.
     *
     * @throws IOException when there is none
     */
    public static String idOf(byte[] entry) throws IOException {
        JsonNode id =
                MAPPER.readTree(entry, 0, endOfFirstLine(entry)).path("create").path("_id");
        if (!id.isTextual()) {
            throw new IOException("not an entry of a bulk body");
        }
        return id.textValue();
    }

    private static int endOfFirstLine(byte[] entry) {
        int end = 0;
        while (end < entry.length && entry[end] != '\n') {
            end++;
        }
        return end;
    }
}

package io.modelwatch.logindexer.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.logindexer.document.Identities;
import org.jspecify.annotations.Nullable;

/** Identifiers that shippers give. */
final class DocumentIds {

    private static final int MAX_BYTES = 512;

    private DocumentIds() {}

    /**
     * Why an identifier cannot be; null where it can. Elasticsearch would refuse a whole request for one that is too
     * long, so it must not get there.
     */
    static @Nullable ElasticError fault(@Nullable JsonNode id) {
        if (id == null) {
            return null;
        }
        if (!id.isTextual()) {
            return ElasticError.illegalArgument("_id must be a string");
        }
        String text = id.textValue();
        if (text.isEmpty()) {
            return ElasticError.illegalArgument("if _id is specified it must not be empty");
        }
        int bytes = text.getBytes(UTF_8).length;
        return bytes > MAX_BYTES
                ? ElasticError.illegalArgument(
                        "id is too long, must be no longer than " + MAX_BYTES + " bytes but was: " + bytes)
                : null;
    }

    /**
     * The identifier in the data stream. Identifiers are only unique within the index they were meant for, so those for
     * other names than the data stream's own have that name in front.
     */
    static String stored(String id, String index, String own, Identities identities) {
        return identities.given(index.equals(own) ? id : index + ":" + id, MAX_BYTES);
    }
}

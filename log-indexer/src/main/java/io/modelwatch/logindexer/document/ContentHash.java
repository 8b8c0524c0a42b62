package io.modelwatch.logindexer.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;

/** A short keyed hash of what a record says, whatever the order of its fields. */
final class ContentHash {

    private static final int BYTES = 12;

    private final Mac digest;

    private ContentHash(KeyedHash key) {
        this.digest = key.begin();
    }

    static String of(KeyedHash key, String text) {
        ContentHash hash = new ContentHash(key);
        hash.addText(text);
        return hash.toText();
    }

    /** The hash of a record without the given fields of its own. */
    static String of(KeyedHash key, JsonNode record, Set<String> without) {
        ContentHash hash = new ContentHash(key);
        hash.addMembers(record, without);
        return hash.toText();
    }

    private void add(JsonNode node) {
        addText(node.getNodeType().name());
        if (node.isObject()) {
            addMembers(node, Set.of());
        } else if (node.isArray()) {
            addNumber(node.size());
            node.forEach(this::add);
        } else {
            addText(node.asText());
        }
    }

    private void addMembers(JsonNode object, Set<String> without) {
        TreeMap<String, JsonNode> members = new TreeMap<>();
        object.forEachEntry((name, value) -> {
            if (!value.isNull() && !without.contains(name)) {
                members.put(name, value);
            }
        });
        addNumber(members.size());
        members.forEach((name, value) -> {
            addText(name);
            add(value);
        });
    }

    private void addText(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        addNumber(bytes.length);
        digest.update(bytes);
    }

    private void addNumber(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, number));
    }

    private String toText() {
        byte[] hash = digest.doFinal();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
    }
}

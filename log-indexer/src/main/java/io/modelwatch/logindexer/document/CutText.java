package io.modelwatch.logindexer.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** Bounds texts by their bytes in UTF-8, at the border of a character, and marks what was cut. */
final class CutText {

    static final String MARKER = "…[cut]";

    private CutText() {}

    static boolean fits(String text, int maxBytes) {
        return text.length() <= maxBytes / 3 || bytes(text) <= maxBytes;
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Cuts a text that is too long and says so beside it, unless that was done before. */
    static void cutMember(ObjectNode parent, String name, int maxBytes) {
        String text = parent.path(name).asText();
        parent.put(name, cut(text, maxBytes));
        if (!parent.path(name + "_truncated").asBoolean(false)) {
            parent.put(name + "_truncated", true);
            parent.put(name + "_original_bytes", bytes(text));
        }
    }

    /** As much of the text as fits into the bytes, and the marker behind it. */
    static String cut(String text, int maxBytes) {
        int bytes = 0;
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            int size = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
            if (bytes + size > maxBytes) {
                break;
            }
            bytes += size;
            at += Character.charCount(character);
        }
        return text.substring(0, at) + MARKER;
    }
}

package io.modelwatch.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text that every store takes: no NUL and no lone surrogate, which JSON can spell but PostgreSQL and UTF-8 cannot. */
public final class Text {

    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    /** The same text with every NUL and every lone surrogate replaced by U+FFFD. */
    public static String storable(String text) {
        StringBuilder cleaned = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                cleaned = cleaned == null ? new StringBuilder(text) : cleaned;
                cleaned.setCharAt(i, REPLACEMENT);
            }
        }
        return cleaned == null ? text : cleaned.toString();
    }

    static boolean isUtf8(byte[] bytes) {
        boolean ascii = true;
        for (byte b : bytes) {
            if (b < 0) {
                ascii = false;
                break;
            }
        }
        if (ascii) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Only an escape can spell what {@link #storable} replaces, since the bytes themselves are valid UTF-8. */
    static boolean hasUnicodeEscape(byte[] json) {
        for (int i = 0; i + 1 < json.length; i++) {
            if (json[i] == '\\' && json[++i] == 'u') {
                return true;
            }
        }
        return false;
    }

    static JsonNode storable(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = object.objectNode();
                object.forEachEntry((name, value) -> copy.set(storable(name), storable(value)));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = array.arrayNode();
                array.forEach(value -> copy.add(storable(value)));
                yield copy;
            }
            case JsonNode text
            when text.isTextual() -> {
                String cleaned = storable(text.textValue());
                yield cleaned.equals(text.textValue()) ? text : TextNode.valueOf(cleaned);
            }
            default -> node;
        };
    }
}

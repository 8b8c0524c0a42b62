package io.modelwatch.alertrouter.label;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text put together from characters and single bytes, as Go's escapes allow; must be UTF-8 in the end. */
final class ByteText {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void add(int codePoint) {
        bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
    }

    void addByte(int value) {
        bytes.write(value);
    }

    String decode(String literal) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8: " + literal, e);
        }
    }
}

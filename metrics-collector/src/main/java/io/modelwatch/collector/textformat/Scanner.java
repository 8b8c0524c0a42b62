package io.modelwatch.collector.textformat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bytes of an exposition and the place in them. Not thread-safe. */
final class Scanner {

    static final int END = -1;

    private final byte[] bytes;
    private int position;
    private int line = 1;

    Scanner(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return position;
    }

    boolean atEnd() {
        return position >= bytes.length;
    }

    /** The next byte without taking it, or {@link #END}. */
    int peek() {
        return position < bytes.length ? bytes[position] & 0xFF : END;
    }

    void skip() {
        position++;
    }

    boolean take(char expected) {
        if (peek() == expected) {
            position++;
            return true;
        }
        return false;
    }

    boolean take(String expected) {
        int length = expected.length();
        if (bytes.length - position < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[position + i] != expected.charAt(i)) {
                return false;
            }
        }
        position += length;
        return true;
    }

    void takeLinebreak() {
        position++;
        line++;
    }

    /** Takes blanks and tabs. */
    boolean skipBlanks() {
        int before = position;
        while (peek() == ' ' || peek() == '\t') {
            position++;
        }
        return position > before;
    }

    /** Takes a metric's or a label's name and returns its length, 0 when there is none. */
    int takeName(boolean colons) {
        int start = position;
        while (position < bytes.length && isNameByte(bytes[position], colons, position > start)) {
            position++;
        }
        return position - start;
    }

    private static boolean isNameByte(byte b, boolean colons, boolean digits) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || b == '_'
                || (colons && b == ':')
                || (digits && b >= '0' && b <= '9');
    }

    /** Takes everything up to the end of the line, which stays. */
    void takeRestOfLine() {
        while (position < bytes.length && bytes[position] != '\n') {
            position++;
        }
    }

    /** Takes what is neither a blank, the end of the line, nor one of two further bytes. */
    int takeWord(int stop, int otherStop) {
        int start = position;
        while (position < bytes.length
                && bytes[position] != ' '
                && bytes[position] != '\n'
                && bytes[position] != stop
                && bytes[position] != otherStop) {
            position++;
        }
        return position - start;
    }

    /**
     * Takes a quoted value behind its first quote, its last quote too.
     *
     * @param linebreaks whether it may contain bare ones
     * @return false when it does not end
     */
    boolean takeQuoted(boolean linebreaks) {
        while (position < bytes.length) {
            byte b = bytes[position++];
            if (b == '"') {
                return true;
            }
            if (b == '\\' && position < bytes.length && bytes[position] != '\n') {
                position++;
            } else if (b == '\n') {
                line++;
                if (!linebreaks) {
                    return false;
                }
            }
        }
        return false;
    }

    String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    boolean isUtf8(int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] < 0) {
                return decodes(i, end);
            }
        }
        return true;
    }

    private boolean decodes(int start, int end) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, end - start));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    MalformedExpositionException malformed(String detail) {
        return new MalformedExpositionException(line, detail);
    }

    /** Says what was expected instead of what comes next. */
    MalformedExpositionException expected(String what) {
        int next = peek();
        String found = next == END
                ? "the end"
                : next == '\n'
                        ? "the end of the line"
                        : next > ' ' && next < 0x7F ? "'" + (char) next + "'" : String.format("byte 0x%02X", next);
        return malformed("expected " + what + ", found " + found);
    }
}

package io.modelwatch.alertrouter.label;

/** String literals as Go writes and reads them; group keys and matchers are printed this way. */
public final class GoStrings {

    private static final int DELETE = 0x7F;
    private static final int MAX_OCTAL = 255;

    private GoStrings() {}

    /** The text in double quotes, with what cannot be printed escaped. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case 0x07 -> quoted.append("\\a");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case 0x0B -> quoted.append("\\v");
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                default -> {
                    if (isPrintable(c)) {
                        quoted.appendCodePoint(c);
                    } else if (c < ' ' || c == DELETE) {
                        quoted.append(String.format("\\x%02x", c));
                    } else {
                        quoted.append(String.format(Character.isBmpCodePoint(c) ? "\\u%04x" : "\\U%08x", c));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }

    /**
     * The text of a literal in double quotes.
     *
     * @throws IllegalArgumentException when it is none
     */
    static String unquote(String literal) {
        int end = literal.length() - 1;
        if (end < 1 || literal.charAt(0) != '"' || literal.charAt(end) != '"') {
            throw new IllegalArgumentException("not a string in double quotes: " + literal);
        }
        ByteText text = new ByteText();
        int i = 1;
        while (i < end) {
            int c = literal.codePointAt(i);
            if (c == '"' || c == '\n') {
                throw invalid(literal);
            }
            if (c != '\\') {
                text.add(c);
                i += Character.charCount(c);
                continue;
            }
            i = unescape(literal, i + 1, end, text);
        }
        return text.decode(literal);
    }

    /** Reads one escape whose backslash is before {@code at}; returns where it ends. */
    private static int unescape(String literal, int at, int end, ByteText text) {
        if (at >= end) {
            throw invalid(literal);
        }
        char c = literal.charAt(at);
        switch (c) {
            case 'a' -> text.add(0x07);
            case 'b' -> text.add('\b');
            case 'f' -> text.add('\f');
            case 'n' -> text.add('\n');
            case 'r' -> text.add('\r');
            case 't' -> text.add('\t');
            case 'v' -> text.add(0x0B);
            case '\\', '"' -> text.add(c);
            case 'x' -> {
                text.addByte(digits(literal, at + 1, end, 2, 16));
                return at + 3;
            }
            case 'u', 'U' -> {
                int length = c == 'u' ? 4 : 8;
                int value = digits(literal, at + 1, end, length, 16);
                if (!Character.isValidCodePoint(value)
                        || (Character.isBmpCodePoint(value) && Character.isSurrogate((char) value))) {
                    throw invalid(literal);
                }
                text.add(value);
                return at + 1 + length;
            }
            default -> {
                int value = digits(literal, at, end, 3, 8);
                if (value > MAX_OCTAL) {
                    throw invalid(literal);
                }
                text.addByte(value);
                return at + 3;
            }
        }
        return at + 1;
    }

    private static int digits(String literal, int from, int end, int length, int radix) {
        if (from + length > end) {
            throw invalid(literal);
        }
        long value = 0;
        for (int i = from; i < from + length; i++) {
            int digit = Character.digit(literal.charAt(i), radix);
            if (digit < 0 || literal.charAt(i) > DELETE) {
                throw invalid(literal);
            }
            value = value * radix + digit;
        }
        return value > Integer.MAX_VALUE ? -1 : (int) value;
    }

    private static IllegalArgumentException invalid(String literal) {
        return new IllegalArgumentException("invalid string literal: " + literal);
    }
}

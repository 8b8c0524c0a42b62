package io.modelwatch.alertrouter.template;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Numbers, characters and texts as Go writes them in its sources. */
final class Literals {

    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private Literals() {}

    /**
     * A whole number or one with decimals.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Object number(String literal) {
        String digits = literal;
        boolean negative = false;
        if (digits.startsWith("+") || digits.startsWith("-")) {
            negative = digits.charAt(0) == '-';
            digits = digits.substring(1);
        }
        String plain = digits.replace("_", "").toLowerCase(Locale.ROOT);
        try {
            boolean hex = plain.startsWith("0x");
            if (plain.isEmpty() || plain.startsWith("_") || plain.startsWith("+") || plain.startsWith("-")) {
                throw new NumberFormatException();
            }
            if (hex ? plain.contains("p") : (plain.contains(".") || plain.contains("e"))) {
                if (plain.endsWith("f") || plain.endsWith("d")) {
                    throw new NumberFormatException();
                }
                double value = Double.parseDouble(plain);
                if (Double.isInfinite(value)) {
                    throw new NumberFormatException();
                }
                return negative ? -value : value;
            }
            BigInteger value = whole(plain);
            value = negative ? value.negate() : value;
            if (value.compareTo(MIN) < 0 || value.compareTo(MAX) > 0) {
                throw new IllegalArgumentException("integer overflow: " + literal);
            }
            return value.longValue();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("bad number syntax: \"" + literal + "\"", e);
        }
    }

    private static BigInteger whole(String plain) {
        if (plain.startsWith("0x")) {
            return new BigInteger(unsigned(plain.substring(2)), 16);
        }
        if (plain.startsWith("0b")) {
            return new BigInteger(unsigned(plain.substring(2)), 2);
        }
        if (plain.startsWith("0o")) {
            return new BigInteger(unsigned(plain.substring(2)), 8);
        }
        return new BigInteger(unsigned(plain), plain.startsWith("0") ? 8 : 10);
    }

    private static String unsigned(String digits) {
        if (digits.startsWith("-") || digits.startsWith("+")) {
            throw new NumberFormatException();
        }
        return digits;
    }

    /** The code point of a character in single quotes. */
    static long character(String literal) {
        String text = unquote(literal, '\'');
        if (text.codePointCount(0, text.length()) != 1) {
            throw new IllegalArgumentException("malformed character constant: " + literal);
        }
        return text.codePointAt(0);
    }

    /** The text of a literal in double quotes. */
    static String string(String literal) {
        return unquote(literal, '"');
    }

    private static String unquote(String literal, char quote) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int end = literal.length() - 1;
        int i = 1;
        while (i < end) {
            int c = literal.codePointAt(i);
            i += Character.charCount(c);
            if (c != '\\') {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            char escape = literal.charAt(i++);
            switch (escape) {
                case 'a' -> bytes.write(7);
                case 'b' -> bytes.write('\b');
                case 'f' -> bytes.write('\f');
                case 'n' -> bytes.write('\n');
                case 'r' -> bytes.write('\r');
                case 't' -> bytes.write('\t');
                case 'v' -> bytes.write(11);
                case '\\' -> bytes.write('\\');
                case 'x' -> {
                    bytes.write(digits(literal, i, end, 2, 16));
                    i += 2;
                }
                case 'u', 'U' -> {
                    int length = escape == 'u' ? 4 : 8;
                    int value = digits(literal, i, end, length, 16);
                    if (!Character.isValidCodePoint(value) || (value >= 0xD800 && value <= 0xDFFF)) {
                        throw invalid(literal);
                    }
                    bytes.writeBytes(Character.toString(value).getBytes(StandardCharsets.UTF_8));
                    i += length;
                }
                default -> {
                    if (escape == quote) {
                        bytes.write(quote);
                    } else if (escape >= '0' && escape <= '7') {
                        int value = digits(literal, i - 1, end, 3, 8);
                        if (value > 255) {
                            throw invalid(literal);
                        }
                        bytes.write(value);
                        i += 2;
                    } else {
                        throw invalid(literal);
                    }
                }
            }
        }
        return text(bytes.toByteArray());
    }

    /** Bytes as text; what is no UTF-8 becomes U+FFFD. */
    static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int digits(String literal, int from, int end, int length, int radix) {
        if (from + length > end) {
            throw invalid(literal);
        }
        try {
            long value = Long.parseLong(literal.substring(from, from + length), radix);
            return value < 0 || value > Character.MAX_CODE_POINT ? Integer.MAX_VALUE : (int) value;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("invalid syntax: " + literal, e);
        }
    }

    private static IllegalArgumentException invalid(String literal) {
        return new IllegalArgumentException("invalid syntax: " + literal);
    }
}

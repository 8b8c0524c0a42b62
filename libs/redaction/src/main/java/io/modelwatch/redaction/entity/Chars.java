package io.modelwatch.redaction.entity;

/** Character classes of the plain text: ASCII decides, letters of alphabets with spaces count as word characters. */
public final class Chars {

    /** Stands in the plain text for every unit of a mask, so that a mask is neither read nor taken for context. */
    public static final char MASK = '\u0001';

    private Chars() {}

    public static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    public static boolean isLetter(char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    public static boolean isAlphanumeric(char c) {
        return isDigit(c) || isLetter(c);
    }

    public static boolean isHex(char c) {
        return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
    }

    /** A letter or digit that glues to its neighbour. Chinese, Japanese and Korean text has no spaces, so it does not. */
    public static boolean isWord(char c) {
        return c < 128 ? isAlphanumeric(c) : c >= 0xC0 && c < 0x530 && c != 0xD7 && c != 0xF7;
    }

    /** A Chinese character, which weighs more than a letter where distance counts. */
    public static boolean isHan(char c) {
        return c >= 0x4E00 && c <= 0x9FFF;
    }

    public static char lower(char c) {
        return c < 128 ? (c >= 'A' && c <= 'Z' ? (char) (c + 32) : c) : Character.toLowerCase(c);
    }

    /** Full-width forms, typographic dashes and spaces as their ASCII counterparts, unit by unit. */
    static char plain(char c) {
        if (c < 128) {
            return c == MASK ? ' ' : c;
        }
        if (c >= 0xFF01 && c <= 0xFF5E) {
            return (char) (c - 0xFEE0);
        }
        return switch (c) {
            case 0xA0, 0x2002, 0x2003, 0x2007, 0x2009, 0x202F, 0x3000 -> ' ';
            case 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE63 -> '-';
            default -> c;
        };
    }
}

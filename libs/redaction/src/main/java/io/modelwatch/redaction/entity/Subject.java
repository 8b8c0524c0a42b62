package io.modelwatch.redaction.entity;

import java.util.HashSet;
import java.util.Set;

/**
 * A text prepared in one pass: normalised unit by unit, so that offsets stay those of the original, with the places
 * where a recogniser has something to look at. Plain prose leaves the lists nearly empty.
 */
public final class Subject {

    /** How far before a run of digits a format that ends in it may begin. */
    private static final int REACH = 12;

    private static final int LONG_RUN = 16;
    private static final Set<String> TYPE_NAMES = typeNames();
    private static final int LONGEST_NAME =
            TYPE_NAMES.stream().mapToInt(String::length).max().orElseThrow();

    private static final byte OTHER = 0;
    private static final byte LETTER = 1;
    private static final byte DIGIT = 2;
    private static final byte JOINER = 3;
    private static final byte SIGNAL = 4;
    private static final byte[] CLASSES = classes();

    private final char[] plain;
    private final Positions tokens = new Positions();
    private final Positions numbers = new Positions();
    private final Positions ats = new Positions();
    private final Positions colons = new Positions();
    private final Positions dots = new Positions();
    private final Positions dashes = new Positions();
    private final Positions assignments = new Positions();
    private final Positions words = new Positions();
    private final Positions runs = new Positions();

    public Subject(String text) {
        plain = text.toCharArray();
        int runStart = -1;
        int anchored = 0;
        for (int i = 0; i < plain.length; i++) {
            char c = plain[i];
            if (c >= 128) {
                c = Chars.plain(c);
                plain[i] = c;
            }
            byte kind = c < 128 ? CLASSES[c] : OTHER;
            if (kind == LETTER) {
                runStart = runStart < 0 ? i : runStart;
                continue;
            }
            if (kind == DIGIT) {
                runStart = runStart < 0 ? i : runStart;
                if (i == 0 || !Chars.isDigit(plain[i - 1])) {
                    anchored = anchor(anchored, i);
                    numbers.add(i);
                }
                continue;
            }
            if (kind == JOINER) {
                runStart = runStart < 0 ? i : runStart;
                if (c == '-') {
                    dashes.add(i);
                }
                continue;
            }
            endRun(runStart, i);
            runStart = -1;
            if (kind == SIGNAL) {
                i = signal(text, i, c);
            } else if (c >= 128 && isKeyword(c)) {
                words.add(i);
            }
        }
        endRun(runStart, plain.length);
    }

    private int signal(String text, int i, char c) {
        switch (c) {
            case '@' -> ats.add(i);
            case ':' -> {
                colons.add(i);
                assignments.add(i);
            }
            case '=' -> assignments.add(i);
            case '.' -> dots.add(i);
            case '<' -> {
                int end = maskEnd(text, i);
                if (end > 0) {
                    java.util.Arrays.fill(plain, i, end, Chars.MASK);
                    return end - 1;
                }
            }
            default -> plain[i] = ' ';
        }
        return i;
    }

    private void endRun(int start, int end) {
        if (start >= 0 && end - start >= LONG_RUN) {
            runs.add(start);
        }
    }

    /** Adds every start of a token between the last one added and the digit at {@code digit}, within reach. */
    private int anchor(int from, int digit) {
        for (int i = Math.max(from, digit - REACH); i <= digit; i++) {
            if (Chars.isWord(plain[i]) && (i == 0 || !Chars.isWord(plain[i - 1]))) {
                tokens.add(i);
            }
        }
        return digit + 1;
    }

    /** The end of a mask that starts at {@code start}, or -1: {@code <TYPE>} or {@code <TYPE:token>}. */
    private static int maskEnd(String text, int start) {
        int i = start + 1;
        int limit = Math.min(text.length(), start + 2 + LONGEST_NAME);
        while (i < limit && (text.charAt(i) == '_' || (text.charAt(i) >= 'A' && text.charAt(i) <= 'Z'))) {
            i++;
        }
        if (i == text.length() || !TYPE_NAMES.contains(text.substring(start + 1, i))) {
            return -1;
        }
        if (text.charAt(i) == ':') {
            int tokenLimit = Math.min(text.length(), i + 65);
            i++;
            while (i < tokenLimit && text.charAt(i) >= 'a' && text.charAt(i) <= 'p') {
                i++;
            }
        }
        return i < text.length() && text.charAt(i) == '>' ? i + 1 : -1;
    }

    public int length() {
        return plain.length;
    }

    /** The normalised unit at {@code index}, or a space outside the text. */
    public char at(int index) {
        return index >= 0 && index < plain.length ? plain[index] : ' ';
    }

    /** The normalised units; not to be changed. */
    public char[] plain() {
        return plain;
    }

    public String slice(int start, int end) {
        return new String(plain, start, end - start);
    }

    public boolean startsWith(String prefix, int at) {
        if (at < 0 || at + prefix.length() > plain.length) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (plain[at + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public boolean startsWithIgnoreCase(String lower, int at) {
        if (at < 0 || at + lower.length() > plain.length) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            if (Chars.lower(plain[at + i]) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public int indexOf(String needle, int from) {
        char first = needle.charAt(0);
        for (int i = from; i + needle.length() <= plain.length; i++) {
            if (plain[i] == first && startsWith(needle, i)) {
                return i;
            }
        }
        return -1;
    }

    /** Letters and digits of [start, end) in upper case. */
    public String compact(int start, int end) {
        StringBuilder value = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            char c = plain[i];
            if (Chars.isWord(c)) {
                value.append(c >= 'a' && c <= 'z' ? (char) (c - 32) : c);
            }
        }
        return value.toString();
    }

    /**
     * Whether [start, end) stands by itself: not part of a longer word, number, path, decimal or masked value. Glued
     * to Chinese text it does.
     */
    public boolean standsAlone(int start, int end) {
        return standsAloneBefore(start) && standsAloneAfter(end);
    }

    private boolean standsAloneBefore(int start) {
        char previous = at(start - 1);
        if (Chars.isWord(previous)) {
            return false;
        }
        char before = at(start - 2);
        return switch (previous) {
            case '-', '/', '_', '\\' -> !glues(before);
            case '.', ':', ',' -> !Chars.isDigit(before) || (previous == ',' && !isThousands(start));
            default -> true;
        };
    }

    private boolean standsAloneAfter(int end) {
        char next = at(end);
        if (Chars.isWord(next)) {
            return false;
        }
        char after = at(end + 1);
        return switch (next) {
            case '-', '_', '\\' -> !Chars.isDigit(after) && !(next == '_' && Chars.isLetter(after));
            case '/' -> !Chars.isDigit(after);
            case '.', ':' -> !Chars.isDigit(after);
            case ',' -> !(isThousands(end + 1) && Chars.isDigit(at(end - 1)));
            case '%', '°' -> false;
            default -> true;
        };
    }

    private boolean isThousands(int start) {
        return Chars.isDigit(at(start))
                && Chars.isDigit(at(start + 1))
                && Chars.isDigit(at(start + 2))
                && !Chars.isDigit(at(start + 3));
    }

    private static boolean glues(char c) {
        return Chars.isWord(c) || c == Chars.MASK;
    }

    /** Starts of words with a digit in or shortly behind them. */
    public Positions tokens() {
        return tokens;
    }

    /** Starts of runs of digits. */
    public Positions numbers() {
        return numbers;
    }

    /** Places of {@code @}. */
    public Positions ats() {
        return ats;
    }

    /** Places of {@code :}. */
    public Positions colons() {
        return colons;
    }

    /** Places of {@code .}. */
    public Positions dots() {
        return dots;
    }

    /** Places of {@code -}. */
    public Positions dashes() {
        return dashes;
    }

    /** Places of {@code =} and {@code :}. */
    public Positions assignments() {
        return assignments;
    }

    /** Places of Chinese characters that open a word which announces a value. */
    public Positions words() {
        return words;
    }

    /** Starts of runs of at least 16 letters, digits, {@code -} and {@code _}. */
    public Positions runs() {
        return runs;
    }

    private static boolean isKeyword(char c) {
        return c == '密' || c == '口' || c == '微' || c == '令';
    }

    private static byte[] classes() {
        byte[] classes = new byte[128];
        for (char c = 0; c < 128; c++) {
            classes[c] = Chars.isDigit(c) ? DIGIT : Chars.isLetter(c) ? LETTER : OTHER;
        }
        classes['-'] = JOINER;
        classes['_'] = JOINER;
        for (char c : new char[] {'@', ':', '=', '.', '<', Chars.MASK}) {
            classes[c] = SIGNAL;
        }
        return classes;
    }

    private static Set<String> typeNames() {
        Set<String> names = new HashSet<>();
        for (EntityType type : EntityType.values()) {
            names.add(type.name());
        }
        return names;
    }
}

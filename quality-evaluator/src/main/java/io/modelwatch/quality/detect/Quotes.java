package io.modelwatch.quality.detect;

import java.util.Arrays;

/** Finds what a text quotes or shows as code, which is not said in its own voice. */
final class Quotes {

    /** A text that is almost wholly one quotation speaks for itself. */
    private static final double WHOLE = 0.8;

    private static final String OPENING = "“「『《〈«";
    private static final String CLOSING = "”」』》〉»";

    private Quotes() {}

    /** The folded text with spaces instead of quoted and code characters; line ends stay. */
    static CharSequence blank(String text, CharSequence folded) {
        boolean[] quoted = new boolean[text.length()];
        markCode(text, quoted);
        markQuotes(text, quoted);
        int count = 0;
        int solid = 0;
        for (int i = 0; i < quoted.length; i++) {
            boolean space = Character.isWhitespace(text.charAt(i));
            solid += space ? 0 : 1;
            count += quoted[i] && !space ? 1 : 0;
        }
        if (count == 0 || count > WHOLE * solid) {
            return folded;
        }
        StringBuilder spoken = new StringBuilder(quoted.length);
        for (int i = 0; i < quoted.length; i++) {
            char c = folded.charAt(i);
            spoken.append(quoted[i] && c != '\n' ? ' ' : c);
        }
        return spoken.toString();
    }

    private static void markCode(String text, boolean[] quoted) {
        int open = text.indexOf("```");
        while (open >= 0) {
            int close = text.indexOf("```", open + 3);
            Arrays.fill(quoted, open, close < 0 ? text.length() : close + 3, true);
            open = close < 0 ? -1 : text.indexOf("```", close + 3);
        }
    }

    /** Quotation marks pair up within one line; one that stays open quotes nothing. */
    private static void markQuotes(String text, boolean[] quoted) {
        int[] open = new int[OPENING.length()];
        Arrays.fill(open, -1);
        int straight = -1;
        int single = -1;
        int tick = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted[i]) {
                continue;
            }
            int kind = OPENING.indexOf(c);
            if (kind >= 0) {
                open[kind] = open[kind] < 0 ? i : open[kind];
                continue;
            }
            kind = CLOSING.indexOf(c);
            if (kind >= 0) {
                mark(quoted, open[kind], i);
                open[kind] = -1;
                continue;
            }
            switch (c) {
                case '\n' -> {
                    Arrays.fill(open, -1);
                    straight = -1;
                    single = -1;
                    tick = -1;
                }
                case '"' -> {
                    mark(quoted, straight, i);
                    straight = straight < 0 ? i : -1;
                }
                case '`' -> {
                    mark(quoted, tick, i);
                    tick = tick < 0 ? i : -1;
                }
                case '\'', '‘', '’' -> {
                    if (single < 0 && opensSingle(text, i)) {
                        single = i;
                    } else if (single >= 0 && closesSingle(text, i)) {
                        mark(quoted, single, i);
                        single = -1;
                    }
                }
                default -> {}
            }
        }
    }

    private static boolean opensSingle(String text, int at) {
        boolean before = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
        return before && at + 1 < text.length() && Character.isLetter(text.charAt(at + 1));
    }

    private static boolean closesSingle(String text, int at) {
        return at + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(at + 1));
    }

    /** Marks each character at most once per kind of mark, so all marking together is linear. */
    private static void mark(boolean[] quoted, int from, int to) {
        if (from >= 0) {
            Arrays.fill(quoted, from, to + 1, true);
        }
    }
}

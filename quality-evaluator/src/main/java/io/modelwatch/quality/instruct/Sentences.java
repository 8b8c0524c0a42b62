package io.modelwatch.quality.instruct;

import java.util.Locale;
import java.util.Set;

/**
 * Counts sentences of English, Chinese and what is punctuated like either. The number of a list item ends one, as the
 * checker of IFEval has it.
 */
final class Sentences {

    /** Abbreviations that a name or a number follows. */
    private static final Set<String> TITLES = Set.of(
            "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "no", "vol", "fig", "gen", "col", "lt", "sgt",
            "capt", "rev", "hon", "gov", "sen", "rep", "e.g", "i.e", "cf", "al", "ca", "approx", "dept", "est", "inc",
            "mt");

    private static final String CLOSING = "\"'”’)]*_»";

    private Sentences() {}

    static int count(String text) {
        int count = 0;
        boolean open = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            open |= !Character.isWhitespace(c);
            if (open && ends(text, i)) {
                while (i + 1 < text.length()
                        && (isMark(text.charAt(i + 1)) || CLOSING.indexOf(text.charAt(i + 1)) >= 0)) {
                    i++;
                }
                count++;
                open = false;
            }
        }
        return count + (open ? 1 : 0);
    }

    private static boolean isMark(char c) {
        return c == '.' || c == '!' || c == '?' || c == '。' || c == '！' || c == '？' || c == '…';
    }

    private static boolean ends(String text, int at) {
        char c = text.charAt(at);
        if (c == '。' || c == '！' || c == '？') {
            return true;
        }
        if (c != '.' && c != '!' && c != '?') {
            return false;
        }
        int next = at + 1;
        while (next < text.length() && (isMark(text.charAt(next)) || CLOSING.indexOf(text.charAt(next)) >= 0)) {
            next++;
        }
        if (next < text.length() && !Character.isWhitespace(text.charAt(next))) {
            return false;
        }
        return c != '.' || !isAbbreviation(text, at, next);
    }

    private static boolean isAbbreviation(String text, int dot, int next) {
        int start = dot;
        while (start > 0 && !Character.isWhitespace(text.charAt(start - 1)) && dot - start < 12) {
            start--;
        }
        String word = text.substring(start, dot).toLowerCase(Locale.ROOT);
        int from = 0;
        while (from < word.length() && !Character.isLetterOrDigit(word.charAt(from))) {
            from++;
        }
        word = word.substring(from);
        int follows = next;
        while (follows < text.length() && Character.isWhitespace(text.charAt(follows))) {
            follows++;
        }
        boolean smallFollows = follows < text.length() && Character.isLowerCase(text.charAt(follows));
        boolean initial = word.length() == 1 && Character.isLetter(word.charAt(0)) && !word.equals("i");
        return TITLES.contains(word) || (initial && !smallFollows);
    }
}

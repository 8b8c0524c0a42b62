package io.modelwatch.quality.instruct;

import java.util.Locale;

/** Counts words and letters. */
final class Words {

    private Words() {}

    /** Chinese characters and others that are written without spaces between words. */
    static boolean isDense(int c) {
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        return script == Character.UnicodeScript.HAN
                || script == Character.UnicodeScript.HIRAGANA
                || script == Character.UnicodeScript.KATAKANA;
    }

    static boolean isWordPart(int c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    /** Runs of letters, digits and underscores; each Chinese character is a word. */
    static int count(String text) {
        int count = 0;
        boolean within = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            boolean dense = isDense(c);
            boolean part = isWordPart(c) && !dense;
            count += dense || (part && !within) ? 1 : 0;
            within = part;
            i += Character.charCount(c);
        }
        return count;
    }

    /**
     * How often a phrase occurs, whatever its case, without overlaps.
     *
     * @param whole only where it is no part of a longer word; Chinese has no such borders
     */
    static int count(String text, String phrase, boolean whole) {
        String folded = text.toLowerCase(Locale.ROOT);
        String wanted = phrase.toLowerCase(Locale.ROOT);
        int count = 0;
        for (int at = folded.indexOf(wanted); at >= 0; ) {
            int end = at + wanted.length();
            boolean counts = !whole || (border(folded, at) && border(folded, end));
            count += counts ? 1 : 0;
            at = folded.indexOf(wanted, counts ? end : at + 1);
        }
        return count;
    }

    /** Whether one side of the place is no part of a word, or a Chinese character. */
    private static boolean border(String text, int at) {
        if (at == 0 || at == text.length()) {
            return true;
        }
        int before = text.codePointBefore(at);
        int after = text.codePointAt(at);
        return !isWordPart(before) || !isWordPart(after) || isDense(before) || isDense(after);
    }

    /** Words that have capital letters and no small ones. */
    static int countCapital(String text) {
        int count = 0;
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            boolean joins = (c == '-' || c == '.' || c == '_' || c == '/') && start >= 0;
            boolean part = Character.isLetterOrDigit(c) && !isDense(c);
            if (part || joins) {
                start = start < 0 ? i : start;
            } else {
                if (start >= 0) {
                    count += isUpper(text.substring(start, i)) ? 1 : 0;
                }
                // The rest of "I'M" and "DON'T" is a word of its own.
                start = (c == '\'' || c == '’') && start >= 0 ? i : -1;
            }
        }
        return count;
    }

    static boolean isUpper(String text) {
        return text.chars().anyMatch(Character::isUpperCase) && text.chars().noneMatch(Character::isLowerCase);
    }

    static boolean isLower(String text) {
        return text.chars().anyMatch(Character::isLowerCase) && text.chars().noneMatch(Character::isUpperCase);
    }
}

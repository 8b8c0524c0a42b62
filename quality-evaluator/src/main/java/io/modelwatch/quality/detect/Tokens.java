package io.modelwatch.quality.detect;

import java.util.Arrays;

/**
 * A text as a row of numbers: one for each word in letters or digits, each Chinese character and, where wanted, each
 * mark, equal where the tokens are equal. Works without spaces between words.
 */
final class Tokens {

    private int[] ids = new int[64];
    private int[] starts = new int[64];
    private boolean[] words = new boolean[64];
    private int size;
    private int end;
    private int han;

    private Tokens() {}

    static Tokens of(CharSequence folded, boolean withMarks) {
        Tokens tokens = new Tokens();
        int hash = 0;
        int wordStart = -1;
        boolean letters = false;
        int length = folded.length();
        for (int i = 0; i <= length; i++) {
            char c = i < length ? folded.charAt(i) : ' ';
            boolean han = LanguageGuess.isHan(c);
            boolean scriptWithoutSpaces = han || (c >= '\u0E00' && c <= '\u0EFF') || (c >= '\u3040' && c <= '\u30FF');
            if (!scriptWithoutSpaces && (Character.isLetterOrDigit(c) || Character.isSurrogate(c))) {
                hash = hash * 31 + c;
                letters |= Character.isLetter(c);
                wordStart = wordStart < 0 ? i : wordStart;
                continue;
            }
            if (wordStart >= 0) {
                tokens.add(mix(hash), wordStart, letters);
                hash = 0;
                wordStart = -1;
                letters = false;
            }
            if (scriptWithoutSpaces) {
                tokens.han++;
                tokens.add(mix(c), i, true);
            } else if (withMarks && !Character.isWhitespace(c)) {
                tokens.add(mix(c), i, false);
            }
        }
        tokens.end = length;
        return tokens;
    }

    private void add(int id, int start, boolean word) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
            starts = Arrays.copyOf(starts, size * 2);
            words = Arrays.copyOf(words, size * 2);
        }
        ids[size] = id;
        starts[size] = start;
        words[size++] = word;
    }

    /** Spreads the bits, so that unequal tokens rarely share a number. */
    static int mix(int hash) {
        int h = hash * 0x9E3779B1;
        return h ^ (h >>> 15);
    }

    int size() {
        return size;
    }

    int id(int index) {
        return ids[index];
    }

    /** Whether the token has letters. */
    boolean isWord(int index) {
        return words[index];
    }

    /** Offset of the token in the text; for {@link #size} the text's end. */
    int start(int index) {
        return index < size ? starts[index] : end;
    }

    boolean mostlyHan() {
        return han * 2 > size;
    }
}

package io.modelwatch.quality.detect;

import java.util.ArrayList;
import java.util.List;

/**
 * A text made ready for detectors. The forms below are as long as the original, character by character, so offsets
 * agree between them.
 */
public final class Prose {

    private final String text;
    private final CharSequence folded;
    private final CharSequence spoken;
    private final List<Span> sentences;
    private final LanguageGuess language;

    private Prose(String text, CharSequence folded, CharSequence spoken) {
        this.text = text;
        this.folded = folded;
        this.spoken = spoken;
        this.sentences = sentences(folded);
        this.language = LanguageGuess.of(folded);
    }

    public static Prose of(String text) {
        String folded = Folding.fold(text);
        return new Prose(text, folded, Quotes.blank(text, folded));
    }

    /** A prose whose forms are read through the given sequences, so that a test can count. */
    static Prose through(String text, java.util.function.UnaryOperator<CharSequence> view) {
        CharSequence folded = view.apply(Folding.fold(text));
        return new Prose(text, folded, view.apply(Quotes.blank(text, folded)));
    }

    /** The original. */
    public String text() {
        return text;
    }

    /** Lower case, half-width, straight apostrophes, simplified in the characters that rules look for. */
    CharSequence folded() {
        return folded;
    }

    /** {@link #folded} with everything quoted and all code blanked: what the text says in its own voice. */
    CharSequence spoken() {
        return spoken;
    }

    /** Sentences and lines that hold more than space. */
    List<Span> sentences() {
        return sentences;
    }

    public Language language() {
        return language.language();
    }

    double languageShare() {
        return language.share();
    }

    boolean isBlank() {
        return sentences.isEmpty();
    }

    private static List<Span> sentences(CharSequence text) {
        List<Span> spans = new ArrayList<>();
        int start = 0;
        boolean blank = true;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            blank &= c == ' ' || c == '\n';
            if (ends(text, c, i, length)) {
                if (!blank) {
                    spans.add(new Span(start, i + 1));
                }
                start = i + 1;
                blank = true;
            }
        }
        if (!blank) {
            spans.add(new Span(start, length));
        }
        return List.copyOf(spans);
    }

    private static boolean ends(CharSequence text, char c, int at, int length) {
        return switch (c) {
            case '\n', '。' -> true;
            case '!', '?', ';' -> true;
            // A full stop ends a sentence before a space, not in 3.14 or after the number of a list.
            case '.' ->
                at + 1 == length
                        || ((text.charAt(at + 1) == ' ' || text.charAt(at + 1) == '\n')
                                && (at == 0 || !Character.isDigit(text.charAt(at - 1))));
            default -> false;
        };
    }
}

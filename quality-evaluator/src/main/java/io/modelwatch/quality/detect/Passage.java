package io.modelwatch.quality.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A text as something to compare with another: its words and pairs of Chinese characters that carry content, runs of
 * words, numbers, and where each of them stands. Bounded: of a long text the beginning counts.
 */
final class Passage {

    static final int MOST_SENTENCES = 1000;
    private static final int MOST_TOKENS = 200_000;
    private static final int LONGEST_WORD = 40;
    private static final int MOST_PLACES = 32;
    private static final int LETTERS = 4;

    /** A sentence of the text. */
    record Sentence(Span span, Set<Integer> content, boolean denies) {}

    private static final Set<String> DENIALS = Set.of(
            "not",
            "no",
            "never",
            "none",
            "cannot",
            "without",
            "neither",
            "nor",
            "false",
            "wrong",
            "incorrect",
            "myth",
            "untrue",
            "isn't",
            "aren't",
            "wasn't",
            "weren't",
            "don't",
            "doesn't",
            "didn't",
            "won't",
            "can't",
            "couldn't",
            "wouldn't",
            "shouldn't",
            "hasn't",
            "haven't",
            "hadn't");

    private static final String DENYING_HAN = "不没无非未否";

    private final Prose prose;
    private final List<Sentence> sentences = new ArrayList<>();
    private final Map<Integer, List<Integer>> places = new HashMap<>();
    private final Set<Integer> content = new HashSet<>();
    private final Set<Double> quantities;
    private int[] tokens = new int[64];
    private int size;

    private Passage(Prose prose) {
        this.prose = prose;
        CharSequence folded = prose.folded();
        for (Span span : prose.sentences()) {
            if (sentences.size() == MOST_SENTENCES || size >= MOST_TOKENS) {
                break;
            }
            read(folded, span);
        }
        int end = sentences.isEmpty() ? 0 : sentences.getLast().span.end();
        this.quantities = Quantities.of(folded.subSequence(0, end));
    }

    static Passage of(Prose prose) {
        return new Passage(prose);
    }

    private void read(CharSequence text, Span span) {
        Set<Integer> found = new HashSet<>();
        boolean denies = false;
        int word = -1;
        for (int i = span.start(); i <= span.end() && size < MOST_TOKENS; i++) {
            char c = i < span.end() ? text.charAt(i) : ' ';
            boolean han = LanguageGuess.isHan(c);
            if (!han && (Character.isLetterOrDigit(c) || (c == '\'' && word >= 0))) {
                word = word < 0 ? i : word;
                continue;
            }
            if (word >= 0) {
                String said =
                        text.subSequence(word, Math.min(i, word + LONGEST_WORD)).toString();
                denies |= DENIALS.contains(said);
                int id = Terms.stem(said).hashCode();
                add(id);
                if (!Terms.SMALL_WORDS.contains(said)) {
                    found.add(id);
                }
                word = -1;
            }
            if (han) {
                denies |= DENYING_HAN.indexOf(c) >= 0;
                add(c);
                char next = i + 1 < span.end() ? text.charAt(i + 1) : ' ';
                if (LanguageGuess.isHan(next) && !(isSmall(c) && isSmall(next))) {
                    found.add(c * 0x10000 + next);
                }
            }
        }
        int index = sentences.size();
        for (int id : found) {
            List<Integer> at = places.computeIfAbsent(id, unit -> new ArrayList<>(2));
            if (at.size() < MOST_PLACES) {
                at.add(index);
            }
        }
        content.addAll(found);
        sentences.add(new Sentence(span, found, denies));
    }

    private static boolean isSmall(char c) {
        return Terms.SMALL_HAN.indexOf(c) >= 0;
    }

    private void add(int token) {
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, size * 2);
        }
        tokens[size++] = token;
    }

    Prose prose() {
        return prose;
    }

    List<Sentence> sentences() {
        return sentences;
    }

    /** What carries content, anywhere. */
    Set<Integer> content() {
        return content;
    }

    Set<Double> quantities() {
        return quantities;
    }

    /** The tokens of all sentences one after the other, small words included. */
    int[] tokens() {
        return Arrays.copyOf(tokens, size);
    }

    /** How many of the units each sentence has; a unit in very many sentences counts in the first of them. */
    int[] shared(Set<Integer> units) {
        int[] counts = new int[sentences.size()];
        for (int unit : units) {
            for (int sentence : places.getOrDefault(unit, List.of())) {
                counts[sentence]++;
            }
        }
        return counts;
    }

    /** Runs of so many tokens, as numbers. */
    static int[] runs(int[] tokens, int length) {
        int[] runs = new int[Math.max(0, tokens.length - length + 1)];
        for (int i = 0; i < runs.length; i++) {
            int hash = length;
            for (int j = i; j < i + length; j++) {
                hash = Tokens.mix(hash * 0x01000193 + tokens[j]);
            }
            runs[i] = hash;
        }
        return runs;
    }

    /** Runs of four characters, spaces and marks left out. */
    int[] letters() {
        int end = sentences.isEmpty() ? 0 : sentences.getLast().span.end();
        int[] kept = new int[end];
        int count = 0;
        for (int i = 0; i < end; i++) {
            char c = prose.folded().charAt(i);
            if (Character.isLetterOrDigit(c)) {
                kept[count++] = c;
            }
        }
        return runs(Arrays.copyOf(kept, count), LETTERS);
    }
}

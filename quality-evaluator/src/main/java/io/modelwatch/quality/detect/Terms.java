package io.modelwatch.quality.detect;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a text is about, as a vector: stems of English words and pairs of Chinese characters, without small words.
 *
 * @param weights the vector's components
 */
record Terms(SortedMap<String, Double> weights) {

    private static final double PAIR = 1.5;
    private static final double PAIR_WITH_SMALL = 0.5;
    private static final double SINGLE = 0.5;
    private static final int MAX_WORD = 40;
    private static final int STEM = 7;
    private static final int BEGINNING = 4;

    static final Set<String> SMALL_WORDS = Set.of(
            "a",
            "an",
            "the",
            "and",
            "or",
            "but",
            "if",
            "of",
            "to",
            "in",
            "on",
            "at",
            "for",
            "with",
            "by",
            "from",
            "as",
            "is",
            "are",
            "was",
            "were",
            "be",
            "been",
            "being",
            "am",
            "do",
            "does",
            "did",
            "doing",
            "have",
            "has",
            "had",
            "having",
            "it",
            "its",
            "this",
            "that",
            "these",
            "those",
            "i",
            "you",
            "he",
            "she",
            "we",
            "they",
            "me",
            "him",
            "her",
            "us",
            "them",
            "my",
            "your",
            "his",
            "our",
            "their",
            "what",
            "which",
            "who",
            "whom",
            "whose",
            "when",
            "where",
            "why",
            "how",
            "can",
            "could",
            "should",
            "would",
            "will",
            "shall",
            "may",
            "might",
            "must",
            "not",
            "no",
            "yes",
            "so",
            "than",
            "then",
            "there",
            "here",
            "about",
            "into",
            "over",
            "under",
            "out",
            "up",
            "down",
            "off",
            "again",
            "more",
            "most",
            "some",
            "any",
            "all",
            "each",
            "few",
            "other",
            "such",
            "only",
            "own",
            "same",
            "too",
            "very",
            "just",
            "also",
            "please",
            "give",
            "list",
            "write",
            "describe",
            "explain",
            "create",
            "generate",
            "find",
            "make",
            "tell",
            "provide",
            "using",
            "use",
            "following",
            "suggest",
            "compose",
            "identify",
            "name",
            "one",
            "two",
            "three",
            "get",
            "let",
            "don't",
            "doesn't",
            "isn't",
            "it's",
            "i'm",
            "that's",
            "what's");

    static final String SMALL_HAN = "的了吗呢吧啊是在有和与及或不我你您他她它们这那哪什么怎样为何如请一个些会能可以要就都也还又很最被把让对从到上下中里而但之其";

    private static final String[] ENDINGS = {"ingly", "edly", "ing", "ies", "ied", "ed", "es", "ly", "'s", "s"};

    static Terms of(CharSequence folded) {
        Map<String, Double> weights = new HashMap<>();
        int length = folded.length();
        int wordStart = -1;
        for (int i = 0; i <= length; i++) {
            char c = i < length ? folded.charAt(i) : ' ';
            boolean han = LanguageGuess.isHan(c);
            boolean letter = (!han && Character.isLetterOrDigit(c)) || (c == '\'' && wordStart >= 0);
            if (letter) {
                wordStart = wordStart < 0 ? i : wordStart;
                continue;
            }
            if (wordStart >= 0) {
                addWord(
                        weights,
                        folded.subSequence(wordStart, Math.min(i, wordStart + MAX_WORD))
                                .toString());
                wordStart = -1;
            }
            if (han) {
                boolean small = SMALL_HAN.indexOf(c) >= 0;
                if (!small) {
                    weights.merge(String.valueOf(c), SINGLE, Double::sum);
                }
                if (i + 1 < length && LanguageGuess.isHan(folded.charAt(i + 1))) {
                    boolean nextSmall = SMALL_HAN.indexOf(folded.charAt(i + 1)) >= 0;
                    if (!small || !nextSmall) {
                        weights.merge(
                                folded.subSequence(i, i + 2).toString(),
                                small || nextSmall ? PAIR_WITH_SMALL : PAIR,
                                Double::sum);
                    }
                }
            }
        }
        weights.replaceAll((term, count) -> count >= 1 ? 1 + Math.log(count) : count);
        return new Terms(new TreeMap<>(weights));
    }

    private static void addWord(Map<String, Double> weights, String word) {
        if (!SMALL_WORDS.contains(word) && (word.length() > 1 || Character.isDigit(word.charAt(0)))) {
            weights.merge(stem(word), 1.0, Double::sum);
        }
    }

    static String stem(String word) {
        String stem = word;
        for (String ending : ENDINGS) {
            if (word.endsWith(ending) && word.length() - ending.length() >= 3) {
                stem = word.substring(0, word.length() - ending.length()) + (ending.startsWith("ie") ? "y" : "");
                break;
            }
        }
        if (stem.length() > 4 && stem.endsWith("e")) {
            stem = stem.substring(0, stem.length() - 1);
        }
        return stem.substring(0, Math.min(STEM, stem.length()));
    }

    int size() {
        return weights.size();
    }

    /** Whether a word or number of one begins like one of the other; Chinese characters are not looked at. */
    boolean sharesWordWith(Terms other) {
        Set<String> beginnings = new HashSet<>();
        other.weights.keySet().forEach(term -> beginnings.add(beginning(term)));
        return weights.keySet().stream()
                .anyMatch(term -> !LanguageGuess.isHan(term.charAt(0)) && beginnings.contains(beginning(term)));
    }

    private static String beginning(String term) {
        return term.substring(0, Math.min(BEGINNING, term.length()));
    }

    boolean isEmpty() {
        return weights.isEmpty();
    }

    /** 0 where no term is shared, 1 where both are about the same in the same proportions. */
    double cosine(Terms other) {
        double product = 0;
        // The order of a sum decides its last digit; sorted, it is always the same.
        for (Map.Entry<String, Double> term : weights.entrySet()) {
            product += term.getValue() * other.weights.getOrDefault(term.getKey(), 0.0);
        }
        double norm = Math.sqrt(square() * other.square());
        return norm == 0 ? 0 : Math.min(1, product / norm);
    }

    private double square() {
        return weights.values().stream().mapToDouble(w -> w * w).sum();
    }
}

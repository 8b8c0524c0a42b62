package io.modelwatch.quality.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * How much the answers of a window differ from each other. Linear in their length: what two answers have in common is
 * estimated from {@value #HASHES} minima of hashes of their runs of three words (Broder 1997), Chinese characters
 * counting as words and numbers as alike; the standard error of a similarity is at most 0.0625.
 *
 * @param texts answers that have words
 * @param distinct share of different ones among all words, pairs and runs of three (Li et al. 2016)
 * @param selfSimilarity mean Jaccard similarity over all pairs of answers
 * @param templateRate share of answers that are one of several near copies
 * @param templates the near copies, the most frequent first
 */
public record Diversity(
        int texts, List<Double> distinct, double selfSimilarity, double templateRate, List<Template> templates) {

    /** Fewer answers say nothing. */
    public static final int ENOUGH = 5;

    private static final int RUN = 3;
    private static final int HASHES = 64;
    private static final int BANDS = 16;
    private static final double NEAR = 0.6;
    private static final int COPIES = 2;
    private static final int MOST_TEMPLATES = 10;
    private static final int MOST_WORDS = 2000;
    private static final long SEED = 20261124;
    private static final int NUMBER = 0x4e554d;

    /**
     * Answers that are nearly the same.
     *
     * @param first index of the first of them
     * @param count how many they are
     */
    public record Template(int first, int count) {}

    public Diversity {
        distinct = List.copyOf(distinct);
        templates = List.copyOf(templates);
    }

    /** How diverse they are, 0 to 1: what is neither a near copy nor like the others. */
    public double score() {
        return 1 - Math.max(selfSimilarity, templateRate);
    }

    /** Measures the answers; those without words are left out. */
    public static Diversity of(List<String> answers) {
        SplittableRandom random = new SplittableRandom(SEED);
        int[] keys = random.ints(HASHES).map(key -> key | 1).toArray();
        List<int[]> signatures = new ArrayList<>();
        List<Integer> indices = new ArrayList<>();
        List<Set<Integer>> seen = List.of(new HashSet<>(), new HashSet<>(), new HashSet<>());
        long[] all = new long[RUN];
        for (int i = 0; i < answers.size(); i++) {
            int[] words = words(answers.get(i));
            if (words.length == 0) {
                continue;
            }
            for (int length = 1; length <= RUN; length++) {
                int[] runs = Passage.runs(words, length);
                all[length - 1] += runs.length;
                for (int run : runs) {
                    seen.get(length - 1).add(run);
                }
            }
            signatures.add(signature(Passage.runs(words, Math.min(RUN, words.length)), keys));
            indices.add(i);
        }
        List<Double> distinct = new ArrayList<>();
        for (int i = 0; i < RUN; i++) {
            distinct.add(all[i] == 0 ? 1 : seen.get(i).size() / (double) all[i]);
        }
        List<Template> templates = templates(signatures, indices);
        int copies = templates.stream().mapToInt(Template::count).sum();
        return new Diversity(
                signatures.size(),
                distinct,
                similarity(signatures),
                signatures.isEmpty() ? 0 : copies / (double) signatures.size(),
                templates.subList(0, Math.min(MOST_TEMPLATES, templates.size())));
    }

    private static int[] words(String answer) {
        CharSequence folded = Prose.of(answer).folded();
        Tokens tokens = Tokens.of(folded, false);
        int[] words = new int[Math.min(MOST_WORDS, tokens.size())];
        for (int i = 0; i < words.length; i++) {
            words[i] = tokens.isWord(i) ? tokens.id(i) : NUMBER;
        }
        return words;
    }

    private static int[] signature(int[] runs, int[] keys) {
        int[] minima = new int[keys.length];
        Arrays.fill(minima, Integer.MAX_VALUE);
        for (int run : runs) {
            for (int i = 0; i < keys.length; i++) {
                minima[i] = Math.min(minima[i], Tokens.mix((run ^ (run >>> 16)) * keys[i] + i));
            }
        }
        return minima;
    }

    /** Pairs that agree in a place, over all pairs, averaged over the places. */
    private static double similarity(List<int[]> signatures) {
        int n = signatures.size();
        if (n < 2) {
            return 0;
        }
        double agreeing = 0;
        for (int place = 0; place < HASHES; place++) {
            Map<Integer, Integer> counts = new HashMap<>();
            for (int[] signature : signatures) {
                counts.merge(signature[place], 1, Integer::sum);
            }
            for (int count : counts.values()) {
                agreeing += count * (count - 1.0) / 2;
            }
        }
        return Math.min(1, agreeing / HASHES / (n * (n - 1.0) / 2));
    }

    /** An answer joins the first one that shares a band with it and is near enough; else it is a first one itself. */
    private static List<Template> templates(List<int[]> signatures, List<Integer> indices) {
        Map<Long, Integer> firsts = new HashMap<>();
        int[] counts = new int[signatures.size()];
        for (int i = 0; i < signatures.size(); i++) {
            int joined = -1;
            for (int band = 0; band < BANDS && joined < 0; band++) {
                Integer first = firsts.get(band(signatures.get(i), band));
                if (first != null && near(signatures.get(first), signatures.get(i))) {
                    joined = first;
                }
            }
            if (joined < 0) {
                joined = i;
                for (int band = 0; band < BANDS; band++) {
                    firsts.putIfAbsent(band(signatures.get(i), band), i);
                }
            }
            counts[joined]++;
        }
        List<Template> templates = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] >= COPIES) {
                templates.add(new Template(indices.get(i), counts[i]));
            }
        }
        templates.sort(Comparator.comparingInt(Template::count).reversed().thenComparingInt(Template::first));
        return templates;
    }

    private static long band(int[] signature, int band) {
        long hash = band;
        int length = HASHES / BANDS;
        for (int i = band * length; i < (band + 1) * length; i++) {
            hash = hash * 0x9E3779B97F4A7C15L + signature[i];
        }
        return hash;
    }

    private static boolean near(int[] a, int[] b) {
        int same = 0;
        for (int i = 0; i < a.length; i++) {
            same += a[i] == b[i] ? 1 : 0;
        }
        return same >= NEAR * a.length;
    }
}

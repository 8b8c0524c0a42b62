package io.modelwatch.quality.drift;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Can two samples of texts be told apart by their words? A naive Bayes classifier learns from every other text of either
 * side and ranks the rest; the area under its ROC curve is 0.5 where it learns nothing.
 */
final class TextDomain {

    private static final int LEAST = 4;
    private static final int LARGE = 1000;
    private static final double ALPHA = 0.5;
    private static final double ONE_IN_TWENTY = 1.6449;
    private static final int MAX_CHARS = 10_000;

    private TextDomain() {}

    /**
     * The area; where the reference has at most 1000 texts, brought to the scale on which 0.55 is what chance exceeds in one
     * of twenty cases.
     */
    static Outcome compare(Sample reference, Sample current) {
        if (!(reference instanceof Sample.Texts before && current instanceof Sample.Texts now)) {
            return new Outcome.Undefined("is for texts");
        }
        if (Math.min(before.count(), now.count()) < LEAST) {
            return new Outcome.Undefined("needs at least " + LEAST + " texts on either side");
        }
        double area = area(before.values(), now.values());
        if (before.count() > LARGE) {
            return Outcome.of(area, area);
        }
        int n = before.count() / 2;
        int m = now.count() / 2;
        double chance = ONE_IN_TWENTY * Math.sqrt((n + m + 1.0) / (12.0 * n * m));
        double scaled = 0.5 + (area - 0.5) * 0.05 / chance;
        return Outcome.of(Math.clamp(scaled, 0, 1), area);
    }

    private static double area(List<String> before, List<String> now) {
        Map<String, int[]> seen = new HashMap<>();
        count(before, 0, seen);
        count(now, 1, seen);
        int learntBefore = (before.size() + 1) / 2;
        int learntNow = (now.size() + 1) / 2;
        double[] scoresBefore = scores(before, seen, learntBefore, learntNow);
        double[] scoresNow = scores(now, seen, learntBefore, learntNow);
        return areaUnder(
                Sample.Numbers.of(scoresBefore).sorted(),
                Sample.Numbers.of(scoresNow).sorted());
    }

    private static void count(List<String> texts, int side, Map<String, int[]> seen) {
        for (int i = 0; i < texts.size(); i += 2) {
            for (String word : words(texts.get(i))) {
                seen.computeIfAbsent(word, w -> new int[2])[side]++;
            }
        }
    }

    private static double[] scores(List<String> texts, Map<String, int[]> seen, int before, int now) {
        double[] scores = new double[texts.size() / 2];
        for (int i = 0; i < scores.length; i++) {
            for (String word : words(texts.get(2 * i + 1))) {
                int[] counts = seen.get(word);
                if (counts != null) {
                    scores[i] += Math.log((counts[1] + ALPHA) / (now + 2 * ALPHA))
                            - Math.log((counts[0] + ALPHA) / (before + 2 * ALPHA));
                }
            }
        }
        return scores;
    }

    /** Share of pairs in which the second scores more; ties count by half. */
    private static double areaUnder(double[] first, double[] second) {
        double pairs = 0;
        int below = 0;
        int notAbove = 0;
        for (double score : second) {
            while (below < first.length && first[below] < score) {
                below++;
            }
            notAbove = Math.max(notAbove, below);
            while (notAbove < first.length && first[notAbove] <= score) {
                notAbove++;
            }
            pairs += (below + notAbove) / 2.0;
        }
        return pairs / ((double) first.length * second.length);
    }

    /** Words, and pairs of characters where there are no spaces between words. */
    private static Set<String> words(String text) {
        String folded = text.substring(0, Math.min(MAX_CHARS, text.length())).toLowerCase(Locale.ROOT);
        Set<String> words = new HashSet<>();
        int start = -1;
        for (int i = 0; i <= folded.length(); i++) {
            char c = i < folded.length() ? folded.charAt(i) : ' ';
            boolean dense = c >= '\u2E80' && Character.isLetter(c);
            if (!dense && Character.isLetterOrDigit(c)) {
                start = start < 0 ? i : start;
                continue;
            }
            if (start >= 0) {
                words.add(folded.substring(start, i));
                start = -1;
            }
            if (dense) {
                words.add(folded.substring(i, Math.min(i + 2, folded.length())));
            }
        }
        return words;
    }
}

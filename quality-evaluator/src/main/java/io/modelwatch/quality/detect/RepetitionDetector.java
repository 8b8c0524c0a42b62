package io.modelwatch.quality.detect;

import java.util.ArrayList;
import java.util.List;

/**
 * Does the answer run in circles? Looks for loops (a stretch that follows itself at once) and for copies (stretches
 * that stood in the text before). Score: the stronger of the two, 0.5 for a loop of {@value #LOOP} tokens or for a
 * quarter of the text copied. Made for any language: a token is a word, or a character where no spaces part words.
 */
final class RepetitionDetector implements Detector {

    private static final double THRESHOLD = 0.5;
    private static final int MIN_TOKENS = 10;
    private static final int LOOP = 8;
    private static final double COPIED = 0.25;
    private static final int GRAM_OF_WORDS = 5;
    private static final int GRAM_OF_HAN = 8;
    private static final int SHORT_PERIOD = 4;
    private static final int SHORT_REPEATS = 4;

    @Override
    public String name() {
        return "repetition";
    }

    @Override
    public String version() {
        return "rules-1";
    }

    @Override
    public Verdict assess(Exchange exchange) {
        Prose response = exchange.response();
        Tokens words = Tokens.of(response.folded(), false);
        if (words.size() < MIN_TOKENS) {
            return new Verdict.NotAssessed(
                    "the response has fewer than " + MIN_TOKENS + " words (Chinese characters count as words)");
        }
        List<Evidence> evidence = new ArrayList<>();
        Copies copies = Copies.in(words);
        Stretch loop = longer(copies.loop(), shortLoop(Tokens.of(response.folded(), true)));
        double looping = 1 - Math.pow(2, -(double) loop.tokens / LOOP);
        double copied = Math.min(1, copies.copied / (2 * COPIED * words.size()));
        if (loop.tokens > 0) {
            evidence.add(Evidence.at("loop", response, loop.start, loop.end));
        }
        if (copied >= THRESHOLD) {
            evidence.add(Evidence.at("copy", response, copies.longest.start, copies.longest.end));
        }
        double score = Math.max(looping, copied);
        return new Verdict.Assessed(score, score >= THRESHOLD, null, Evidence.shorten(evidence));
    }

    /** A stretch of so many tokens, and where it is in the text. */
    private record Stretch(int tokens, int start, int end) {

        static final Stretch NONE = new Stretch(0, 0, 0);

        static Stretch of(Tokens tokens, int from, int count) {
            return new Stretch(count, tokens.start(from), tokens.start(from + count));
        }
    }

    private static Stretch longer(Stretch a, Stretch b) {
        return b.tokens > a.tokens ? b : a;
    }

    /** A few tokens said over and over: "no no no no", "Summary: Summary: Summary: Summary:". */
    private static Stretch shortLoop(Tokens tokens) {
        Stretch longest = Stretch.NONE;
        for (int period = 1; period <= SHORT_PERIOD; period++) {
            int run = 0;
            for (int i = period; i < tokens.size(); i++) {
                run = tokens.id(i) == tokens.id(i - period) ? run + 1 : 0;
                // Its first round is part of so short a loop.
                int length = run + period;
                int from = i - length + 1;
                if (run >= period * (SHORT_REPEATS - 1)
                        && length >= LOOP
                        && length > longest.tokens
                        && hasWord(tokens, from, period)) {
                    longest = Stretch.of(tokens, from, length);
                }
            }
        }
        return longest;
    }

    private static boolean hasWord(Tokens tokens, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (tokens.isWord(i)) {
                return true;
            }
        }
        return false;
    }

    /**
     * @param copied tokens that lie in a stretch seen before
     * @param longest the longest such stretch
     * @param loop the longest stretch that follows right on its own first round
     */
    private record Copies(int copied, Stretch longest, Stretch loop) {

        static Copies in(Tokens tokens) {
            int gram = tokens.mostlyHan() ? GRAM_OF_HAN : GRAM_OF_WORDS;
            int copied = 0;
            int covered = 0;
            int period = 0;
            int start = 0;
            Stretch longest = Stretch.NONE;
            Stretch loop = Stretch.NONE;
            Grams lastSeen = new Grams(tokens, gram);
            for (int i = 0; i + gram <= tokens.size(); i++) {
                int before = lastSeen.replace(i);
                if (before < 0 || !hasWord(tokens, i, gram)) {
                    period = 0;
                    continue;
                }
                copied += i + gram - Math.max(covered, i);
                covered = i + gram;
                if (i - before != period) {
                    period = i - before;
                    start = i;
                }
                int run = i + gram - start;
                if (run > longest.tokens) {
                    longest = Stretch.of(tokens, start, run);
                }
                if (run >= period && run > loop.tokens && hasWord(tokens, start, Math.min(period, SHORT_PERIOD * 2))) {
                    loop = Stretch.of(tokens, start, run);
                }
            }
            return new Copies(copied, longest, loop);
        }
    }
}

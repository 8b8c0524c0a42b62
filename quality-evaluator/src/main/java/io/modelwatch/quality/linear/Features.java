package io.modelwatch.quality.linear;

import java.util.Arrays;

/**
 * A text as a sparse vector of length 1: n-grams of 1 to 4 characters, and single words and pairs, each hashed to a
 * place; the weight of a place grows with the logarithm of its count. Signals, which are numbers from elsewhere such as
 * an embedding, have places of their own behind them.
 *
 * @param places in ascending order
 * @param values the weight of each
 */
@SuppressWarnings("ArrayRecordComponent") // large, handed on, never compared
public record Features(int[] places, float[] values) {

    /** Most signals that a text can have. */
    public static final int SIGNALS = 512;

    private static final int GRAMS = 1 << 17;

    static final int DIMENSION = GRAMS + SIGNALS;

    private static final int LONGEST_GRAM = 4;
    private static final int WORD_SEED = 0x5bd1e995;
    private static final int PAIR_SEED = 0x27d4eb2f;
    private static final int GRAM_SEED = 0x165667b1;

    /** The features of a text that was made ready by {@link Normaliser}. */
    public static Features of(String text) {
        int[] hashes = new int[text.length() * (LONGEST_GRAM + 2) + 8];
        int count = 0;
        int previousWord = 0;
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            boolean dense = c >= '\u2E80' && c <= '\u9FFF';
            boolean part = Character.isLetterOrDigit(c) && !dense;
            if (start >= 0 && !part) {
                int word = hash(text, start, i, WORD_SEED);
                hashes[count++] = word;
                hashes[count++] = mix(previousWord * PAIR_SEED + word);
                previousWord = word;
                start = -1;
            } else if (part && start < 0) {
                start = i;
            }
        }
        for (int i = 0; i < text.length(); i++) {
            int hash = GRAM_SEED;
            for (int length = 1; length <= LONGEST_GRAM && i + length <= text.length(); length++) {
                hash = mix(hash * 31 + text.charAt(i + length - 1));
                hashes[count++] = mix(hash + length);
            }
        }
        return counted(hashes, count);
    }

    /**
     * The same with signals.
     *
     * @param signals at most {@value #SIGNALS}
     * @param factor multiplies each of them
     */
    public Features with(float[] signals, double factor) {
        int[] more = Arrays.copyOf(places, places.length + signals.length);
        float[] weighed = Arrays.copyOf(values, more.length);
        for (int i = 0; i < signals.length; i++) {
            more[places.length + i] = GRAMS + i;
            weighed[places.length + i] = (float) (signals[i] * factor);
        }
        return new Features(more, weighed);
    }

    /** The same, each value multiplied. */
    public Features times(double factor) {
        float[] multiplied = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            multiplied[i] = (float) (values[i] * factor);
        }
        return new Features(places, multiplied);
    }

    private static Features counted(int[] hashes, int count) {
        int[] slots = new int[count];
        for (int i = 0; i < count; i++) {
            slots[i] = hashes[i] & (GRAMS - 1);
        }
        Arrays.sort(slots);
        int[] places = new int[count];
        float[] values = new float[count];
        int size = 0;
        double square = 0;
        for (int i = 0; i < count; ) {
            int end = i;
            while (end < count && slots[end] == slots[i]) {
                end++;
            }
            double value = 1 + StrictMath.log(end - i);
            places[size] = slots[i];
            values[size++] = (float) value;
            square += value * value;
            i = end;
        }
        double norm = Math.sqrt(square);
        for (int i = 0; i < size; i++) {
            values[i] = (float) (values[i] / norm);
        }
        return new Features(Arrays.copyOf(places, size), Arrays.copyOf(values, size));
    }

    private static int hash(String text, int start, int end, int seed) {
        int hash = seed;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return mix(hash);
    }

    private static int mix(int hash) {
        int h = hash;
        h ^= h >>> 16;
        h *= 0x85ebca6b;
        h ^= h >>> 13;
        h *= 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}

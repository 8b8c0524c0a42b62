package io.modelwatch.quality.linear;

import java.util.Arrays;

/**
 * A text as a sparse vector of length 1: n-grams of 1 to 4 characters within words, and single words and pairs, each
 * hashed to a place; the weight of a place grows with the logarithm of its count.
 *
 * @param places in ascending order
 * @param values the weight of each
 */
@SuppressWarnings("ArrayRecordComponent") // large, handed on, never compared
public record Features(int[] places, float[] values) {

    static final int DIMENSION = 1 << 17;

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

    private static Features counted(int[] hashes, int count) {
        int[] slots = new int[count];
        for (int i = 0; i < count; i++) {
            slots[i] = hashes[i] & (DIMENSION - 1);
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

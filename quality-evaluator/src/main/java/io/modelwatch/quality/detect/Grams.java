package io.modelwatch.quality.detect;

import java.util.Arrays;

/** Where each run of a fixed number of tokens was seen last. Each look-up takes bounded time, whatever the text. */
final class Grams {

    /** Beyond this many collisions an older run is forgotten. */
    private static final int MAX_PROBES = 16;

    private static final int EMPTY = -1;

    private final Tokens tokens;
    private final int length;
    private final int[] table;

    Grams(Tokens tokens, int length) {
        this.tokens = tokens;
        this.length = length;
        this.table = new int[Math.max(16, Integer.highestOneBit(tokens.size()) * 4)];
        Arrays.fill(table, EMPTY);
    }

    /** Notes the run at the index; returns where the same run was before, or a negative number. */
    int replace(int index) {
        int hash = 0;
        for (int i = index; i < index + length; i++) {
            hash = hash * 0x01000193 + tokens.id(i);
        }
        int slot = Tokens.mix(hash) & (table.length - 1);
        for (int probe = 0; probe < MAX_PROBES; probe++) {
            int before = table[slot];
            if (before == EMPTY) {
                table[slot] = index;
                return EMPTY;
            }
            if (same(before, index)) {
                table[slot] = index;
                return before;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = index;
        return EMPTY;
    }

    private boolean same(int a, int b) {
        for (int i = 0; i < length; i++) {
            if (tokens.id(a + i) != tokens.id(b + i)) {
                return false;
            }
        }
        return true;
    }
}

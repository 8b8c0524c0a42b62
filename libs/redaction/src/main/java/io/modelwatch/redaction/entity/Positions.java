package io.modelwatch.redaction.entity;

import java.util.Arrays;

/** Places in a text, in ascending order. */
public final class Positions {

    private int[] values = new int[16];
    private int size;

    void add(int position) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = position;
    }

    public int size() {
        return size;
    }

    public int get(int index) {
        return values[index];
    }
}

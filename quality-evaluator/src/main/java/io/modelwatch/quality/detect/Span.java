package io.modelwatch.quality.detect;

/** A stretch of a text in UTF-16 units, {@code end} not included. */
record Span(int start, int end) {

    int length() {
        return end - start;
    }
}

package io.modelwatch.quality.detect;

/** Arithmetic on embeddings. */
final class Vectors {

    private Vectors() {}

    /** The cosine of two vectors of length 1. */
    static double cosine(float[] a, float[] b) {
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * (double) b[i];
        }
        return product;
    }
}

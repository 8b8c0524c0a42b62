package io.modelwatch.quality.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OnnxEmbedderTest {

    private static final OnnxEmbedder EMBEDDER = new OnnxEmbedder(8);

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * (double) b[i];
        }
        return product;
    }

    @Test
    void textsOfOneMeaningAreNear() {
        float[] cat = EMBEDDER.embed(false, "The cat sleeps on the sofa.");
        float[] sleeper = EMBEDDER.embed(true, "猫在沙发上睡觉。");

        assertTrue(cosine(cat, EMBEDDER.embed(false, "A kitten is napping on the couch.")) > 0.6);
        assertTrue(cosine(cat, EMBEDDER.embed(false, "Interest rates rose by half a point.")) < 0.3);
        assertTrue(cosine(sleeper, EMBEDDER.embed(true, "一只小猫正躺在沙发上打盹。"))
                > cosine(sleeper, EMBEDDER.embed(true, "央行宣布加息五十个基点。")) + 0.2);
        assertEquals(1, cosine(cat, cat), 1e-5);
    }

    @Test
    void theSameTextGetsTheSameVectorKeptOrNot() {
        float[] first = EMBEDDER.embed(false, "Once more.");
        for (int i = 0; i < 10; i++) {
            EMBEDDER.embed(false, "Something else, number " + i);
        }

        assertArrayEquals(first, EMBEDDER.embed(false, "Once more."));
    }

    @Test
    void brokenTextHasAVectorOrNone() {
        for (String text : new String[] {"\uD83D", "\uDE00\u0000", "😀", "\u202E", "a".repeat(100_000), "x\uD83D"}) {
            float[] vector = EMBEDDER.embed(false, text);
            if (vector != null) {
                for (float x : vector) {
                    assertTrue(Float.isFinite(x), text);
                }
            }
        }
        assertTrue(EMBEDDER.embed(false, "x\uD83D") != null);
    }
}

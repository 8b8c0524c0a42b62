package io.modelwatch.quality.embed;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.bgesmallzhv15q.BgeSmallZhV15QuantizedEmbeddingModel;
import io.modelwatch.quality.detect.Embedder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All-MiniLM-L6-v2 for English and BGE-small-zh-v1.5 for Chinese, quantised, run in this process. A model is loaded
 * when it is first asked for, in about a second. The last vectors are kept. A text that no model can read, such as one
 * of broken characters only, has no vector.
 */
public final class OnnxEmbedder implements Embedder {

    private static final int LONGEST = 800;

    private final Memory memory;

    /**
     * @param remembered vectors kept, about 2 kB each
     */
    public OnnxEmbedder(int remembered) {
        this.memory = new Memory(remembered);
    }

    private static final class English {
        static final EmbeddingModel MODEL = new AllMiniLmL6V2QuantizedEmbeddingModel();
    }

    private static final class Chinese {
        static final EmbeddingModel MODEL = new BgeSmallZhV15QuantizedEmbeddingModel();
    }

    private record Key(boolean chinese, String text) {}

    @Override
    public float @Nullable [] embed(boolean chinese, String text) {
        Key key = new Key(chinese, wellFormed(text));
        float[] known = memory.get(key);
        if (known != null) {
            return known;
        }
        float[] vector = vector(chinese ? Chinese.MODEL : English.MODEL, key.text);
        if (vector != null) {
            memory.put(key, vector);
        }
        return vector;
    }

    private static float @Nullable [] vector(EmbeddingModel model, String text) {
        try {
            return unit(model.embed(text).content().vector());
        } catch (IllegalArgumentException e) {
            // The tokenizer found nothing in it.
            return null;
        }
    }

    /** Its beginning, halves of characters replaced: the tokenizer takes well-formed text only. */
    private static String wellFormed(String text) {
        StringBuilder formed = new StringBuilder(Math.min(text.length(), LONGEST));
        for (int i = 0; i < text.length() && i < LONGEST; i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                formed.append(c).append(text.charAt(++i));
            } else {
                formed.append(Character.isSurrogate(c) || c == 0 ? '\uFFFD' : c);
            }
        }
        return formed.toString();
    }

    private static float[] unit(float[] vector) {
        double square = 0;
        for (float x : vector) {
            square += x * (double) x;
        }
        double norm = Math.sqrt(square);
        float[] unit = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            unit[i] = norm > 0 ? (float) (vector[i] / norm) : 0;
        }
        return unit;
    }

    /** The vectors asked for last. */
    private static final class Memory {

        private final Map<Key, float[]> vectors;

        Memory(int most) {
            this.vectors = new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, float[]> eldest) {
                    return size() > most;
                }
            };
        }

        synchronized float @Nullable [] get(Key key) {
            return vectors.get(key);
        }

        synchronized void put(Key key, float[] vector) {
            vectors.put(key, vector);
        }
    }
}

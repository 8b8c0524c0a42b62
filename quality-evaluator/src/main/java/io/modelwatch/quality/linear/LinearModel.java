package io.modelwatch.quality.linear;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Weights of hashed n-grams, a byte each. */
public final class LinearModel {

    private static final int MAGIC = 0x4d574c31;

    private final byte[] weights;
    private final float scale;
    private final float bias;

    LinearModel(byte[] weights, float scale, float bias) {
        this.weights = weights.clone();
        this.scale = scale;
        this.bias = bias;
    }

    /** A model that came with the service. */
    public static LinearModel named(String name) {
        try (InputStream resource = LinearModel.class.getResourceAsStream("/models/" + name + ".bin")) {
            if (resource == null) {
                throw new IllegalStateException("the model " + name + " is missing");
            }
            return read(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LinearModel read(InputStream stream) throws IOException {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(stream))) {
            if (in.readInt() != MAGIC) {
                throw new IOException("not a model");
            }
            float scale = in.readFloat();
            float bias = in.readFloat();
            return new LinearModel(in.readNBytes(Features.DIMENSION), scale, bias);
        }
    }

    /** As it is kept in a resource. */
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
            out.writeInt(MAGIC);
            out.writeFloat(scale);
            out.writeFloat(bias);
            out.write(weights);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Whether both weigh everything the same. */
    public boolean sameAs(LinearModel other) {
        return scale == other.scale && bias == other.bias && java.util.Arrays.equals(weights, other.weights);
    }

    /** How probable the positive class is; 0.5 at the threshold. */
    public double score(Features features) {
        return logistic(sum(features));
    }

    private double sum(Features features) {
        double sum = 0;
        for (int i = 0; i < features.places().length; i++) {
            sum += weights[features.places()[i]] * (double) features.values()[i];
        }
        return sum * scale + bias;
    }

    /** The same with another threshold: what scored as much scores 0.5. */
    public LinearModel withThreshold(double score) {
        return new LinearModel(weights, scale, (float) (bias - StrictMath.log(score / (1 - score))));
    }

    static double logistic(double value) {
        return 1 / (1 + StrictMath.exp(-value));
    }
}

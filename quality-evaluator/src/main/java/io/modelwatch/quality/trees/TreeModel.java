package io.modelwatch.quality.trees;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Trees whose leaves add up to the logit of a probability. A node is a feature and a threshold; what is at most the
 * threshold goes to the left child, at twice the node's place and one, all else to the one behind it. A leaf has no
 * feature, and its value in the threshold's place.
 */
public final class TreeModel {

    static final byte LEAF = -1;
    private static final int MAGIC = 0x4d575431;

    private final float bias;
    private final byte[][] features;
    private final float[][] thresholds;

    TreeModel(float bias, byte[][] features, float[][] thresholds) {
        this.bias = bias;
        this.features = features.clone();
        this.thresholds = thresholds.clone();
    }

    /** A model that came with the service. */
    public static TreeModel named(String name) {
        try (InputStream resource = TreeModel.class.getResourceAsStream("/models/" + name + ".bin")) {
            if (resource == null) {
                throw new IllegalStateException("the model " + name + " is missing");
            }
            return read(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TreeModel read(InputStream stream) throws IOException {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(stream))) {
            if (in.readInt() != MAGIC) {
                throw new IOException("not a model of trees");
            }
            float bias = in.readFloat();
            byte[][] features = new byte[in.readInt()][];
            float[][] thresholds = new float[features.length][];
            for (int tree = 0; tree < features.length; tree++) {
                features[tree] = in.readNBytes(in.readInt());
                thresholds[tree] = new float[features[tree].length];
                for (int node = 0; node < thresholds[tree].length; node++) {
                    thresholds[tree][node] = in.readFloat();
                }
            }
            return new TreeModel(bias, features, thresholds);
        }
    }

    /** As it is kept in a resource. */
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
            out.writeInt(MAGIC);
            out.writeFloat(bias);
            out.writeInt(features.length);
            for (int tree = 0; tree < features.length; tree++) {
                out.writeInt(features[tree].length);
                out.write(features[tree]);
                for (float threshold : thresholds[tree]) {
                    out.writeFloat(threshold);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Whether both have the same trees. */
    public boolean sameAs(TreeModel other) {
        return bias == other.bias
                && Arrays.deepEquals(features, other.features)
                && Arrays.deepEquals(thresholds, other.thresholds);
    }

    /** How probable the positive class is; 0.5 at the threshold. */
    public double score(float[] row) {
        double sum = bias;
        for (int tree = 0; tree < features.length; tree++) {
            sum += leaf(features[tree], thresholds[tree], row);
        }
        return 1 / (1 + StrictMath.exp(-sum));
    }

    static float leaf(byte[] features, float[] thresholds, float[] row) {
        int node = 0;
        while (features[node] != LEAF) {
            node = 2 * node + (row[features[node]] <= thresholds[node] ? 1 : 2);
        }
        return thresholds[node];
    }

    /** The same with another threshold: what scored as much scores 0.5. */
    public TreeModel withThreshold(double score) {
        return new TreeModel((float) (bias - StrictMath.log(score / (1 - score))), features, thresholds);
    }
}

package io.modelwatch.quality.trees;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Gradient boosting of regression trees on the logistic loss: each tree is fitted to what the trees before left
 * unexplained, on a part of the rows drawn from a fixed seed, and added by a small share. Thresholds lie at quantiles
 * of a feature, so that a few outliers do not matter.
 */
public final class Boosting {

    private static final long SEED = 20261124;
    private static final int TREES = 160;
    private static final int DEPTH = 4;
    private static final double RATE = 0.06;
    private static final double SAMPLE = 0.6;
    private static final int LEAST_IN_LEAF = 12;
    private static final double SHRINK = 4;
    private static final int QUANTILES = 32;

    /**
     * A labelled row.
     *
     * @param features fewer than 128 numbers
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Row(float[] features, boolean positive, String group) {}

    private final List<Row> rows;
    private final float[][] cuts;
    private final double[] gradients;
    private final double[] curvatures;

    private Boosting(List<Row> rows) {
        this.rows = rows;
        this.cuts = cuts(rows);
        this.gradients = new double[rows.size()];
        this.curvatures = new double[rows.size()];
    }

    /** Learns from the rows; scores of the threshold and more shall mean positive. */
    public static TreeModel train(List<Row> rows, double threshold) {
        return new Boosting(List.copyOf(rows)).run().withThreshold(threshold);
    }

    private TreeModel run() {
        double share = rows.stream().filter(Row::positive).count() / (double) rows.size();
        float bias = (float) StrictMath.log(share / (1 - share));
        double[] sums = new double[rows.size()];
        Arrays.fill(sums, bias);
        byte[][] features = new byte[TREES][];
        float[][] thresholds = new float[TREES][];
        Random random = new Random(SEED);
        for (int tree = 0; tree < TREES; tree++) {
            List<Integer> drawn = new ArrayList<>();
            for (int i = 0; i < sums.length; i++) {
                double probability = 1 / (1 + StrictMath.exp(-sums[i]));
                gradients[i] = (rows.get(i).positive ? 1 : 0) - probability;
                curvatures[i] = probability * (1 - probability);
                if (random.nextDouble() < SAMPLE) {
                    drawn.add(i);
                }
            }
            features[tree] = new byte[(1 << (DEPTH + 1)) - 1];
            Arrays.fill(features[tree], TreeModel.LEAF);
            thresholds[tree] = new float[features[tree].length];
            grow(0, DEPTH, drawn, features[tree], thresholds[tree]);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += TreeModel.leaf(features[tree], thresholds[tree], rows.get(i).features);
            }
        }
        return new TreeModel(bias, features, thresholds);
    }

    private void grow(int node, int depth, List<Integer> drawn, byte[] features, float[] thresholds) {
        double gradient = 0;
        double curvature = 0;
        for (int i : drawn) {
            gradient += gradients[i];
            curvature += curvatures[i];
        }
        thresholds[node] = (float) (RATE * gradient / (curvature + SHRINK));
        if (depth == 0 || drawn.size() < 2 * LEAST_IN_LEAF) {
            return;
        }
        double best = 1e-6 + gradient * gradient / (curvature + SHRINK);
        int bestFeature = -1;
        float bestCut = 0;
        for (int feature = 0; feature < cuts.length; feature++) {
            int bins = cuts[feature].length + 1;
            double[] gradientOf = new double[bins];
            double[] curvatureOf = new double[bins];
            int[] countOf = new int[bins];
            for (int i : drawn) {
                int bin = bin(cuts[feature], rows.get(i).features[feature]);
                gradientOf[bin] += gradients[i];
                curvatureOf[bin] += curvatures[i];
                countOf[bin]++;
            }
            double left = 0;
            double leftCurvature = 0;
            int leftCount = 0;
            for (int cut = 0; cut < cuts[feature].length; cut++) {
                left += gradientOf[cut];
                leftCurvature += curvatureOf[cut];
                leftCount += countOf[cut];
                if (leftCount < LEAST_IN_LEAF || drawn.size() - leftCount < LEAST_IN_LEAF) {
                    continue;
                }
                double right = gradient - left;
                double gain =
                        left * left / (leftCurvature + SHRINK) + right * right / (curvature - leftCurvature + SHRINK);
                if (gain > best) {
                    best = gain;
                    bestFeature = feature;
                    bestCut = cuts[feature][cut];
                }
            }
        }
        if (bestFeature < 0) {
            return;
        }
        features[node] = (byte) bestFeature;
        thresholds[node] = bestCut;
        List<Integer> low = new ArrayList<>();
        List<Integer> high = new ArrayList<>();
        for (int i : drawn) {
            (rows.get(i).features[bestFeature] <= bestCut ? low : high).add(i);
        }
        grow(2 * node + 1, depth - 1, low, features, thresholds);
        grow(2 * node + 2, depth - 1, high, features, thresholds);
    }

    /** The first cut that is not below the value; their number where it is above all. */
    private static int bin(float[] cuts, float value) {
        int at = Arrays.binarySearch(cuts, value);
        return at >= 0 ? at : -at - 1;
    }

    private static float[][] cuts(List<Row> rows) {
        int features = rows.getFirst().features.length;
        float[][] cuts = new float[features][];
        for (int feature = 0; feature < features; feature++) {
            float[] values = new float[rows.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = rows.get(i).features[feature];
            }
            Arrays.sort(values);
            List<Float> chosen = new ArrayList<>();
            for (int quantile = 1; quantile < QUANTILES; quantile++) {
                float value = values[(int) ((long) quantile * values.length / QUANTILES)];
                if (value < values[values.length - 1] && (chosen.isEmpty() || chosen.getLast() < value)) {
                    chosen.add(value);
                }
            }
            cuts[feature] = new float[chosen.size()];
            for (int i = 0; i < cuts[feature].length; i++) {
                cuts[feature][i] = chosen.get(i);
            }
        }
        return cuts;
    }
}

package io.modelwatch.quality.linear;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Logistic regression by stochastic gradient descent with a step of its own for each weight (AdaGrad), the rarer class
 * weighted by the root of what would balance them. Rows are visited in an order from a fixed seed and all arithmetic is strict, so the weights are the same everywhere.
 */
public final class Training {

    private static final long SEED = 20261124;
    private static final int EPOCHS = 20;
    private static final double STEP = 0.5;

    /** How strongly weights are pulled towards zero where nothing else is said. */
    public static final double DECAY = 1e-6;

    private static final int LARGEST = 127;

    /**
     * A labelled text.
     *
     * @param features of the text
     * @param positive its label
     * @param group rows of a group are never on both sides of a split
     */
    public record Row(Features features, boolean positive, String group) {}

    /**
     * A model to train.
     *
     * @param rows what it learns from
     * @param threshold the probability from which it shall say yes
     * @param decay how strongly weights are pulled towards zero
     */
    public record Recipe(List<Row> rows, double threshold, double decay) {

        public Recipe {
            rows = List.copyOf(rows);
        }

        public LinearModel train() {
            return Training.train(rows, threshold, decay);
        }
    }

    private Training() {}

    /** Learns from the rows; scores of 0.5 and more mean positive. */
    public static LinearModel train(List<Row> rows, double threshold, double decay) {
        double[] weights = new double[Features.DIMENSION];
        double[] squares = new double[Features.DIMENSION];
        double positives = rows.stream().filter(Row::positive).count();
        double negatives = rows.size() - positives;
        double bias = 0;
        double biasSquares = 1e-8;
        List<Row> order = new ArrayList<>(rows);
        Random random = new Random(SEED);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            Collections.shuffle(order, random);
            for (Row row : order) {
                double balance = Math.sqrt(rows.size() / (2 * (row.positive ? positives : negatives)));
                int[] places = row.features.places();
                float[] values = row.features.values();
                double sum = bias;
                for (int i = 0; i < places.length; i++) {
                    sum += weights[places[i]] * values[i];
                }
                double error = balance * (LinearModel.logistic(sum) - (row.positive ? 1 : 0));
                for (int i = 0; i < places.length; i++) {
                    int place = places[i];
                    double gradient = error * values[i] + decay * weights[place];
                    squares[place] += gradient * gradient;
                    weights[place] -= STEP * gradient / (1e-6 + Math.sqrt(squares[place]));
                }
                biasSquares += error * error;
                bias -= STEP * error / Math.sqrt(biasSquares);
            }
        }
        return rounded(weights, bias).withThreshold(threshold);
    }

    private static LinearModel rounded(double[] weights, double bias) {
        double largest = 1e-9;
        for (double weight : weights) {
            largest = Math.max(largest, Math.abs(weight));
        }
        byte[] bytes = new byte[weights.length];
        for (int i = 0; i < weights.length; i++) {
            bytes[i] = (byte) Math.round(weights[i] / largest * LARGEST);
        }
        return new LinearModel(bytes, (float) (largest / LARGEST), (float) bias);
    }
}

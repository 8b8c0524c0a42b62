package io.modelwatch.collector.catalogue;

/** Which way a metric gets worse. */
public enum Direction {
    HIGHER_IS_WORSE {
        @Override
        boolean beyond(double value, double threshold) {
            return value > threshold;
        }

        @Override
        public double worse(double one, double other) {
            return Math.max(one, other);
        }
    },
    LOWER_IS_WORSE {
        @Override
        boolean beyond(double value, double threshold) {
            return value < threshold;
        }

        @Override
        public double worse(double one, double other) {
            return Math.min(one, other);
        }
    };

    abstract boolean beyond(double value, double threshold);

    /** The worse of two values. */
    public abstract double worse(double one, double other);
}

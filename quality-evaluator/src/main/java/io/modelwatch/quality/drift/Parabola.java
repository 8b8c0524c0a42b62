package io.modelwatch.quality.drift;

/** The parabola of least squares. */
final class Parabola {

    private Parabola() {}

    /** Its coefficients, that of the constant first. */
    static double[] through(double[] x, double[] y) {
        double[][] system = new double[3][4];
        for (int i = 0; i < x.length; i++) {
            double[] powers = {1, x[i], x[i] * x[i]};
            for (int row = 0; row < 3; row++) {
                for (int column = 0; column < 3; column++) {
                    system[row][column] += powers[row] * powers[column];
                }
                system[row][3] += powers[row] * y[i];
            }
        }
        for (int pivot = 0; pivot < 3; pivot++) {
            for (int row = 0; row < 3; row++) {
                if (row != pivot) {
                    double factor = system[row][pivot] / system[pivot][pivot];
                    for (int column = pivot; column < 4; column++) {
                        system[row][column] -= factor * system[pivot][column];
                    }
                }
            }
        }
        return new double[] {system[0][3] / system[0][0], system[1][3] / system[1][1], system[2][3] / system[2][2]};
    }
}

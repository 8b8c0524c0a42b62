package io.modelwatch.quality.drift;

/** Jacobi's way to the eigenvalues of a small symmetric matrix. */
final class Eigen {

    private static final int SWEEPS = 60;

    private Eigen() {}

    /**
     * Turns the matrix into its eigenvalues on the diagonal.
     *
     * @return the eigenvectors as columns
     */
    static double[][] diagonalise(double[][] matrix) {
        int n = matrix.length;
        double[][] vectors = new double[n][n];
        for (int i = 0; i < n; i++) {
            vectors[i][i] = 1;
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    if (matrix[p][q] != 0) {
                        rotate(matrix, vectors, p, q);
                    }
                }
            }
        }
        return vectors;
    }

    private static void rotate(double[][] matrix, double[][] vectors, int p, int q) {
        double theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
        double tangent = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
        double cosine = 1 / Math.hypot(tangent, 1);
        double sine = tangent * cosine;
        for (int k = 0; k < matrix.length; k++) {
            double left = matrix[k][p];
            double right = matrix[k][q];
            matrix[k][p] = cosine * left - sine * right;
            matrix[k][q] = sine * left + cosine * right;
        }
        for (int k = 0; k < matrix.length; k++) {
            double up = matrix[p][k];
            double down = matrix[q][k];
            matrix[p][k] = cosine * up - sine * down;
            matrix[q][k] = sine * up + cosine * down;
            double left = vectors[k][p];
            double right = vectors[k][q];
            vectors[k][p] = cosine * left - sine * right;
            vectors[k][q] = sine * left + cosine * right;
        }
        matrix[p][q] = 0;
        matrix[q][p] = 0;
    }
}

package io.modelwatch.logindexer.bulk;

/** Carries an {@link ElasticError} to the HTTP edge. An expected outcome, so it has no stack trace. */
final class ElasticException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient ElasticError error;

    ElasticException(ElasticError error) {
        super(error.reason(), null, false, false);
        this.error = error;
    }

    ElasticError error() {
        return error;
    }
}

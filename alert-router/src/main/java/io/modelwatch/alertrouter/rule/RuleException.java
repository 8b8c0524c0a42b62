package io.modelwatch.alertrouter.rule;

/** A rule could not be evaluated; the message says why. */
final class RuleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RuleException(String message) {
        super(message);
    }

    RuleException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.modelwatch.collector.textformat;

/** An exposition cannot be read; says in which line and why. An expected outcome, so it has no stack trace. */
public final class MalformedExpositionException extends Exception {

    private static final long serialVersionUID = 1;

    private final int line;

    MalformedExpositionException(int line, String detail) {
        super("line " + line + ": " + detail, null, false, false);
        this.line = line;
    }

    /** One-based. */
    public int line() {
        return line;
    }
}

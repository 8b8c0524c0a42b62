package io.modelwatch.alertrouter.template;

/** A template that cannot be read or executed; the message names the template, the line and the column. */
public final class TemplateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String template;
    private final int line;
    private final int column;
    private final String reason;

    TemplateException(String template, int line, int column, String reason) {
        super("template: " + template + ":" + line + ":" + column + ": " + reason);
        this.template = template;
        this.line = line;
        this.column = column;
        this.reason = reason;
    }

    /** The name of the text that holds the mistake. */
    public String template() {
        return template;
    }

    /** Counted from 1. */
    public int line() {
        return line;
    }

    /** Bytes before the mistake in its line, as Go counts them. */
    public int column() {
        return column;
    }

    /** What is wrong, without the place. */
    public String reason() {
        return reason;
    }
}

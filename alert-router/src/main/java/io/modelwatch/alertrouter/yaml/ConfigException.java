package io.modelwatch.alertrouter.yaml;

/** A configuration that cannot be used, with the place and the reason. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(int line, String message) {
        super("line " + line + ": " + message);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The complaint's text. */
    public String reason() {
        String message = getMessage();
        return message == null ? "the configuration is not valid" : message;
    }
}

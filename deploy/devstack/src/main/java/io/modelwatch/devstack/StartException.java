package io.modelwatch.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of the stack could not be started; the message says which, why, and how its log ends. */
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int LOG_LINES = 25;

    public StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The message, followed by the last lines of a log where there is one. */
    public static StartException withLog(String message, Path log, @Nullable Throwable cause) {
        return new StartException(message + endOf(log), cause);
    }

    private static String endOf(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.isEmpty()
                    ? "; " + log + " is empty"
                    : "; the end of " + log + ":\n  "
                            + String.join("\n  ", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }
}

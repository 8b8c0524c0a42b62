package io.modelwatch.security.http;

import io.modelwatch.security.audit.AuditEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;

/** What is logged: audit lines, and errors of the files that are watched. */
final class AuditLines extends Handler implements AutoCloseable {

    private static final Logger AUDIT = Logger.getLogger(AuditEvent.CATEGORY);
    private static final Logger FILES = Logger.getLogger(WatchedFile.class.getName());

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();

    AuditLines() {
        AUDIT.addHandler(this);
        FILES.addHandler(this);
    }

    @Override
    public void publish(LogRecord logged) {
        String text = logged.getMessage();
        if (AuditEvent.CATEGORY.equals(logged.getLoggerName())) {
            lines.add(text);
        } else if (logged.getLevel().intValue() >= Level.SEVERE.intValue()) {
            errors.add(text);
        }
    }

    int errors() {
        return errors.size();
    }

    /** The lines, once there are that many. */
    List<String> await(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> lines.size() >= count);
        return List.copyOf(lines);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        AUDIT.removeHandler(this);
        FILES.removeHandler(this);
    }
}

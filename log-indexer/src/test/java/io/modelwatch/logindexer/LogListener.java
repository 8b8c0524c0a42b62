package io.modelwatch.logindexer;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps what is logged, with the messages of exceptions, until it is closed. */
final class LogListener extends Handler implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;

    private LogListener(Logger logger) {
        this.logger = logger;
    }

    /** Listens to a logger and all below it. */
    static LogListener to(String name) {
        LogListener listener = new LogListener(Logger.getLogger(name));
        listener.logger.addHandler(listener);
        return listener;
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord line) {
        Object[] parameters = line.getParameters();
        lines.add(line.getMessage()
                + (parameters == null ? "" : Arrays.toString(parameters))
                + (line.getThrown() == null ? "" : line.getThrown()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}

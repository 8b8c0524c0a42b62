package io.modelwatch.security.http;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A small file of an operator that is read again when it has changed. Its text is compared, not its time: a mounted
 * secret changes by a link.
 */
public final class WatchedFile {

    private static final Logger LOG = Logger.getLogger(WatchedFile.class);
    private static final int LARGEST = 1 << 20;

    private final String key;
    private final Path path;
    private final Consumer<String> reader;
    private @Nullable String last;

    /**
     * A file to read.
     *
     * @param key the setting that names it
     * @param reader takes its text; throws IllegalArgumentException when that is not valid
     */
    public WatchedFile(String key, Path path, Consumer<String> reader) {
        this.key = key;
        this.path = path;
        this.reader = reader;
    }

    /**
     * Reads it for the first time, then looks for changes on a worker thread. A change that cannot be read is logged
     * and leaves what was there.
     *
     * @throws IllegalArgumentException when it cannot be read at first, naming setting and file
     */
    public void watch(Vertx vertx, Duration interval) {
        try {
            look();
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(complaint(e), e);
        }
        vertx.setPeriodic(
                interval.toMillis(),
                timer -> vertx.executeBlocking(() -> {
                    lookAgain();
                    return null;
                }));
    }

    /** Looks whether it has changed. */
    synchronized void lookAgain() {
        try {
            look();
        } catch (IOException | IllegalArgumentException e) {
            LOG.errorf("changed file not taken, what was read before still holds: %s", complaint(e));
        }
    }

    private synchronized void look() throws IOException {
        if (Files.size(path) > LARGEST) {
            throw new IllegalArgumentException("it has more than " + LARGEST + " bytes");
        }
        String text = Files.readString(path);
        if (!text.equals(last)) {
            reader.accept(text);
            if (last != null) {
                LOG.infof("changed file taken %s=%s", key, path);
            }
            last = text;
        }
    }

    private String complaint(Exception e) {
        return key + "=" + path + ": " + (e instanceof IOException ? "cannot be read (" + e + ")" : e.getMessage());
    }
}

package io.modelwatch.logindexer.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Keeps what cannot be read for a human to look at, up to a bound; the oldest goes first. */
final class Aside {

    private final Path directory;
    private final long maxBytes;

    Aside(Path log, long maxBytes) {
        this.directory = log.resolve("aside");
        this.maxBytes = maxBytes;
    }

    /** Keeps a file, even when it is deleted at its own place later. */
    void keep(Path file) throws IOException {
        Files.createDirectories(directory);
        Path kept = directory.resolve(file.getFileName());
        try {
            Files.createLink(kept, file);
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
        }
        prune();
    }

    /** Keeps the end of a file. */
    void keepTail(Path file, long from) throws IOException {
        Files.createDirectories(directory);
        Path kept = directory.resolve(file.getFileName() + "." + from + ".tail");
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(
                        kept,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            long at = from;
            while (at < in.size()) {
                at += in.transferTo(at, in.size() - at, out);
            }
        }
        prune();
    }

    private void prune() throws IOException {
        List<Path> oldestFirst;
        try (Stream<Path> files = Files.list(directory)) {
            oldestFirst = files.sorted(Comparator.comparing(Path::getFileName)).toList();
        }
        long total = 0;
        for (Path file : oldestFirst) {
            total += Files.size(file);
        }
        for (Path file : oldestFirst) {
            if (total <= maxBytes) {
                return;
            }
            total -= Files.size(file);
            Files.delete(file);
        }
    }
}

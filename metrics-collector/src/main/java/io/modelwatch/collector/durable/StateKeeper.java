package io.modelwatch.collector.durable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps state in a directory: {@code snapshot-N} is the state at the moment when {@code journal-N} began. At start the
 * newest snapshot that is whole is restored and every later journal replayed; files that cannot be read are set aside
 * and never stop the start. The previous generation stays, in case the newest snapshot turns out to be damaged. One
 * thread at a time.
 */
public final class StateKeeper implements AutoCloseable {

    /**
     * Settings.
     *
     * @param interval longest time between two snapshots while there are changes
     * @param journalBytes a journal of that size ends with a snapshot
     * @param keepAside how many files that could not be read stay for a look
     */
    public record Settings(Path directory, Duration interval, long journalBytes, int keepAside) {}

    private static final Logger LOG = Logger.getLogger(StateKeeper.class);
    private static final Pattern NAME = Pattern.compile("(snapshot|journal)-([0-9]{1,18})");
    private static final Pattern LEFT_OVER = Pattern.compile("snapshot-[0-9]+\\.tmp");
    private static final String ASIDE = ".unreadable";
    /** Writing snapshots may take this part of the time at most. */
    private static final int SHARE_OF_TIME = 20;

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private final Settings settings;
    private final Journal journal;
    private final List<Durable> parts;
    private final Map<String, Durable> byName;
    private final InstantSource clock;
    private final FileChannel lockFile;
    private long generation;
    private long goodSnapshot;
    private Instant nextSnapshot = Instant.MIN;

    /**
     * Takes the directory for this process; nothing is read yet.
     *
     * @throws IOException when the directory cannot be used, or another process uses it
     */
    public StateKeeper(Settings settings, Journal journal, List<Durable> parts, InstantSource clock)
            throws IOException {
        this.settings = settings;
        this.journal = journal;
        this.parts = List.copyOf(parts);
        this.byName = parts.stream().collect(Collectors.toMap(Durable::name, Function.identity()));
        this.clock = clock;
        Files.createDirectories(settings.directory());
        lockFile = FileChannel.open(
                settings.directory().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock() == null) {
            lockFile.close();
            throw new IOException("another process uses it");
        }
    }

    private @Nullable FileLock tryLock() throws IOException {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Brings back what the directory holds, then notes changes. */
    public void start() throws IOException {
        long began = System.nanoTime();
        NavigableMap<Long, Path> snapshots = files("snapshot");
        NavigableMap<Long, Path> journals = files("journal");
        generation =
                Math.max(snapshots.isEmpty() ? 0 : snapshots.lastKey(), journals.isEmpty() ? 0 : journals.lastKey());
        long from = restore(snapshots);
        goodSnapshot = from;
        long batches = 0;
        for (Map.Entry<Long, Path> one : journals.tailMap(from, true).entrySet()) {
            batches += replay(one.getValue(), one.getKey());
        }
        LOG.infof(
                "state restored directory=%s snapshot=%d batches=%d millis=%d",
                settings.directory(), from, batches, (System.nanoTime() - began) / 1_000_000);
        try {
            snapshot();
        } catch (IOException e) {
            LOG.errorf("state cannot be written, will be tried again cause=%s", e.toString());
        }
    }

    /** Restores the newest snapshot that is whole; its generation, 0 without one. */
    private long restore(NavigableMap<Long, Path> snapshots) throws IOException {
        for (Map.Entry<Long, Path> one : snapshots.descendingMap().entrySet()) {
            try {
                Snapshots.check(one.getValue(), one.getKey());
                Snapshots.Content content = Snapshots.restore(one.getValue(), one.getKey(), byName);
                if (content.skipped() > 0) {
                    LOG.warnf("parts of a snapshot skipped file=%s parts=%d", one.getValue(), content.skipped());
                }
                return one.getKey();
            } catch (IOException e) {
                setAside(one.getValue(), String.valueOf(e.getMessage()));
            }
        }
        return 0;
    }

    private long replay(Path file, long number) throws IOException {
        try {
            Snapshots.Content content = Snapshots.replay(file, number, byName);
            if (content.damage() != null) {
                setAside(file, content.damage());
            }
            if (content.skipped() > 0) {
                LOG.warnf("batches of a journal skipped file=%s batches=%d", file, content.skipped());
            }
            return content.frames();
        } catch (IOException e) {
            setAside(file, String.valueOf(e.getMessage()));
            return 0;
        }
    }

    /** To be called every second or so: hands changes to the disk, and takes a snapshot when one is due. */
    public void tick() throws IOException {
        journal.force();
        boolean wanted = journal.bytes() > 0 || !journal.isOpen();
        boolean full = journal.bytes() >= settings.journalBytes();
        if (wanted && (full || !clock.instant().isBefore(nextSnapshot))) {
            snapshot();
        }
    }

    private void snapshot() throws IOException {
        long began = System.nanoTime();
        nextSnapshot = clock.instant().plus(AFTER_FAILURE);
        generation++;
        journal.switchTo(path("journal", generation), generation, () -> parts.forEach(Durable::beginSnapshot));
        Snapshots.write(path("snapshot", generation), generation, parts);
        deleteBefore(goodSnapshot);
        goodSnapshot = generation;
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Duration pause = took.multipliedBy(SHARE_OF_TIME);
        nextSnapshot = clock.instant().plus(pause.compareTo(settings.interval()) > 0 ? pause : settings.interval());
    }

    private void deleteBefore(long number) throws IOException {
        for (String kind : List.of("snapshot", "journal")) {
            for (Path old : files(kind).headMap(number).values()) {
                Files.deleteIfExists(old);
            }
        }
    }

    private Path path(String kind, long number) {
        return settings.directory().resolve(kind + "-" + number);
    }

    private NavigableMap<Long, Path> files(String kind) throws IOException {
        NavigableMap<Long, Path> found = new TreeMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(settings.directory())) {
            for (Path file : all) {
                String name = file.getFileName().toString();
                Matcher matcher = NAME.matcher(name);
                if (matcher.matches() && matcher.group(1).equals(kind)) {
                    found.put(Long.parseLong(matcher.group(2)), file);
                } else if (LEFT_OVER.matcher(name).matches()) {
                    Files.deleteIfExists(file);
                }
            }
        }
        return found;
    }

    private void setAside(Path file, String reason) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ASIDE);
        LOG.warnf("state file set aside file=%s reason=%s", aside, reason);
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        try (DirectoryStream<Path> all = Files.newDirectoryStream(settings.directory(), "*" + ASIDE)) {
            List<Path> byAge = new ArrayList<>();
            all.forEach(byAge::add);
            byAge.sort(Comparator.comparingLong(one -> one.toFile().lastModified()));
            for (Path old : byAge.subList(0, Math.max(0, byAge.size() - settings.keepAside()))) {
                Files.deleteIfExists(old);
            }
        }
    }

    /** Hands the last changes to the disk; what comes later is not noted. */
    @Override
    public void close() throws IOException {
        journal.close();
        lockFile.close();
    }
}

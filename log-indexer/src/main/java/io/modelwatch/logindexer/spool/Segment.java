package io.modelwatch.logindexer.spool;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of a log, named after the first sequence number in it. Frames outside of {@code first} to {@code end} are
 * what a failed commit left behind and are passed over.
 */
final class Segment {

    private static final Pattern NAME = Pattern.compile("([0-9]{19})\\.log");

    private final Path file;
    private final long first;

    /** Bytes that are known to be on disk: readers go no further. */
    private volatile long durableBytes;

    /** The first sequence number that is not in here; {@link Long#MAX_VALUE} while frames are still appended. */
    private volatile long end = Long.MAX_VALUE;

    private volatile boolean damaged;

    Segment(Path directory, long first, long durableBytes) {
        this.file = directory.resolve(nameOf(first));
        this.first = first;
        this.durableBytes = durableBytes;
    }

    static String nameOf(long first) {
        return String.format("%019d.log", first);
    }

    /** The first sequence number in a file of this name; empty where the name is no segment's. */
    static OptionalLong firstOf(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return OptionalLong.empty();
        }
        try {
            long first = Long.parseLong(name.group(1));
            return first > 0 ? OptionalLong.of(first) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    Path file() {
        return file;
    }

    long first() {
        return first;
    }

    long durableBytes() {
        return durableBytes;
    }

    void grownTo(long bytes) {
        durableBytes = bytes;
    }

    long end() {
        return end;
    }

    void endsBefore(long sequence) {
        end = sequence;
    }

    boolean damaged() {
        return damaged;
    }

    void markDamaged() {
        damaged = true;
    }
}

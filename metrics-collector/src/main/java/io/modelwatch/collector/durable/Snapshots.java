package io.modelwatch.collector.durable;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The format of the two kinds of files. A snapshot is a frame for every part, which begins with the owner's name, and an
 * empty frame at the end; a journal has a frame for every batch of changes, each of which begins with the owner's name.
 */
final class Snapshots {

    static final String KIND = "MWCS";

    private static final int BUFFER_BYTES = 1 << 16;

    /**
     * What a file had to say.
     *
     * @param frames how many were taken
     * @param skipped how many could not be taken although they are whole
     * @param damage why what follows in the file cannot be read; null when nothing follows but a frame that was cut off
     */
    record Content(long frames, long skipped, @Nullable String damage) {}

    private Snapshots() {}

    /** Writes a whole snapshot, under its name only when all of it is on the disk. */
    static void write(Path file, long generation, List<Durable> parts) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                        unfinished,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
                WritableByteChannel out = Channels.newChannel(buffered)) {
            Frames.writeHeader(out, KIND, generation);
            for (Durable owner : parts) {
                owner.writeSnapshot(part -> Frames.write(out, named(owner.name(), part)));
            }
            Frames.write(out, new byte[0]);
            buffered.flush();
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static byte[] named(String owner, byte[] part) throws IOException {
        PartWriter frame = new PartWriter();
        frame.text(owner);
        frame.rest(part);
        return frame.toBytes();
    }

    /**
     * Makes sure that a snapshot is whole.
     *
     * @throws IOException when it is not, saying why
     */
    static void check(Path file, long generation) throws IOException {
        try (DataInputStream in = open(file)) {
            Frames.readHeader(in, KIND, generation);
            byte[] frame = Frames.read(in);
            while (frame != null && frame.length > 0) {
                frame = Frames.read(in);
            }
            if (frame == null) {
                throw new EOFException("its end is missing");
            }
        }
    }

    /** Restores the parts of a snapshot that has been checked; one that makes no sense is skipped. */
    static Content restore(Path file, long generation, Map<String, Durable> parts) throws IOException {
        long taken = 0;
        long skipped = 0;
        try (DataInputStream in = open(file)) {
            Frames.readHeader(in, KIND, generation);
            for (byte[] frame = Frames.read(in); frame != null && frame.length > 0; frame = Frames.read(in)) {
                PartReader reader = new PartReader(frame);
                try {
                    owner(reader, parts).restore(reader.rest());
                    taken++;
                } catch (IOException e) {
                    skipped++;
                }
            }
        }
        return new Content(taken, skipped, null);
    }

    /** Makes the changes of a journal again, up to the first frame that is not whole. */
    static Content replay(Path file, long generation, Map<String, Durable> parts) throws IOException {
        long taken = 0;
        long skipped = 0;
        try (DataInputStream in = open(file)) {
            Frames.readHeader(in, Journal.KIND, generation);
            while (true) {
                byte[] frame;
                try {
                    frame = Frames.read(in);
                } catch (EOFException e) {
                    return new Content(taken, skipped, null);
                } catch (IOException e) {
                    return new Content(taken, skipped, e.getMessage());
                }
                if (frame == null) {
                    return new Content(taken, skipped, null);
                }
                try {
                    PartReader reader = new PartReader(frame);
                    while (!reader.atEnd()) {
                        owner(reader, parts).replay(reader);
                    }
                    taken++;
                } catch (IOException e) {
                    skipped++;
                }
            }
        }
    }

    private static Durable owner(PartReader reader, Map<String, Durable> parts) throws IOException {
        String name = reader.text();
        Durable owner = parts.get(name);
        if (owner == null) {
            throw new IOException("nobody is called " + name);
        }
        return owner;
    }

    private static DataInputStream open(Path file) throws IOException {
        return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
    }
}

package io.modelwatch.logindexer.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** The ledger on disk: one line with its own checksum, replaced as a whole. */
final class LedgerFile {

    private static final int MAX_BYTES = 4096;
    private static final Pattern LINE = Pattern.compile(
            "(modelwatch-ledger-1 accepted=(\\d{1,18}) indexed=(\\d{1,18}) duplicate=(\\d{1,18}) dead=(\\d{1,18})"
                    + " damaged=(\\d{1,18})) crc32c=([0-9a-f]{8})\\s*");

    private final Path directory;
    private final Path file;
    private final Storage storage;

    LedgerFile(Path directory, Storage storage) {
        this.directory = directory;
        this.file = directory.resolve("ledger");
        this.storage = storage;
    }

    /** The ledger as it was written last; empty where there is none or it is damaged. */
    Optional<Ledger> read() {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                return Optional.empty();
            }
            return parse(new String(Files.readAllBytes(file), US_ASCII));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean exists() {
        return Files.exists(file);
    }

    void write(Ledger ledger) throws IOException {
        Path next = directory.resolve("ledger.next");
        try (Storage.Output output = storage.create(next)) {
            output.write(ByteBuffer.wrap(format(ledger).getBytes(US_ASCII)));
            output.force();
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        storage.forceDirectory(directory);
    }

    private static String format(Ledger ledger) {
        Tally done = ledger.done();
        String line = "modelwatch-ledger-1 accepted=" + ledger.accepted() + " indexed=" + done.indexed() + " duplicate="
                + done.duplicate() + " dead=" + done.dead() + " damaged=" + done.damaged();
        return line + " crc32c=" + checksum(line) + "\n";
    }

    private static Optional<Ledger> parse(String text) {
        Matcher line = LINE.matcher(text);
        if (!line.matches() || !checksum(line.group(1)).equals(line.group(7))) {
            return Optional.empty();
        }
        return Optional.of(new Ledger(
                Long.parseLong(line.group(2)),
                new Tally(
                        Long.parseLong(line.group(3)),
                        Long.parseLong(line.group(4)),
                        Long.parseLong(line.group(5)),
                        Long.parseLong(line.group(6)))));
    }

    private static String checksum(String line) {
        CRC32C crc = new CRC32C();
        crc.update(line.getBytes(US_ASCII));
        return String.format("%08x", crc.getValue());
    }
}

package io.modelwatch.logindexer.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The key of pseudonyms and identifiers: a setting, or one made once and kept beside the spool. It is never shown. */
@Singleton
class RedactionKey {

    private static final Logger LOG = Logger.getLogger(RedactionKey.class);
    private static final int BYTES = 32;
    private static final int LEAST_BYTES = 16;
    private static final Pattern OWN = Pattern.compile("[0-9a-f]{64}\\s*");

    private final byte[] bytes;

    RedactionKey(
            RedactionConfig config,
            @ConfigProperty(name = "log-indexer.spool.directory", defaultValue = "spool") Path spoolDirectory) {
        Optional<String> key = config.key();
        Optional<Path> file = config.keyFile();
        if (key.isPresent()) {
            this.bytes = checked("log-indexer.redaction.key", key.get().strip().getBytes(UTF_8));
        } else if (file.isPresent()) {
            this.bytes = given(file.get());
        } else {
            this.bytes = own(spoolDirectory.resolve("redaction.key"));
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    private static byte[] given(Path file) {
        try {
            return checked(
                    "log-indexer.redaction.key-file",
                    Files.readString(file).strip().getBytes(UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException("log-indexer.redaction.key-file cannot be read: " + e, e);
        }
    }

    private static byte[] checked(String setting, byte[] key) {
        if (key.length < LEAST_BYTES) {
            throw new IllegalArgumentException(setting + " must have " + LEAST_BYTES + " bytes or more");
        }
        return key;
    }

    /** A damaged file or a full disk must not keep the service from starting: then a new key is made. */
    private static byte[] own(Path file) {
        try {
            if (Files.exists(file)) {
                String text = Files.readString(file, UTF_8);
                if (OWN.matcher(text).matches()) {
                    return HexFormat.of().parseHex(text.strip());
                }
                LOG.errorf("redaction key is damaged, identifiers change with the new one file=%s", file);
            }
        } catch (IOException e) {
            LOG.errorf(e, "redaction key cannot be read, identifiers change with the new one file=%s", file);
        }
        byte[] made = new byte[BYTES];
        new SecureRandom().nextBytes(made);
        try {
            write(file, HexFormat.of().formatHex(made).getBytes(UTF_8));
        } catch (IOException e) {
            LOG.errorf(e, "redaction key cannot be kept, the next start makes another one file=%s", file);
        }
        return made;
    }

    private static void write(Path file, byte[] content) throws IOException {
        Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

package io.modelwatch.logindexer.intake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.redaction.Action;
import io.modelwatch.redaction.entity.EntityType;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactionKeyTest {

    @TempDir
    Path spool;

    private static RedactionConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(RedactionConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(RedactionConfig.class);
    }

    private byte[] key(Map<String, String> settings) {
        return new RedactionKey(config(settings), spool).bytes();
    }

    @Test
    void aKeyIsMadeOnceAndKeptForItsOwnerAlone() throws IOException {
        byte[] first = key(Map.of());
        byte[] second = key(Map.of());

        assertEquals(32, first.length);
        assertArrayEquals(first, second);
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(spool.resolve("redaction.key"))));
    }

    @Test
    void aDamagedKeyDoesNotKeepTheServiceFromStarting() throws IOException {
        byte[] first = key(Map.of());
        Files.write(spool.resolve("redaction.key"), new byte[64]);

        byte[] second = key(Map.of());

        assertEquals(32, second.length);
        assertFalse(Arrays.equals(first, second));
        assertArrayEquals(second, key(Map.of()));
    }

    @Test
    void aGivenKeyComesFromTheSettingOrAFileAndMustBeLongEnough() throws IOException {
        Path file = Files.writeString(spool.resolve("given"), "0123456789abcdef0123\n");

        assertArrayEquals("0123456789abcdef".getBytes(), key(Map.of("log-indexer.redaction.key", "0123456789abcdef")));
        assertArrayEquals(
                "0123456789abcdef0123".getBytes(), key(Map.of("log-indexer.redaction.key-file", file.toString())));
        IllegalArgumentException tooShort = assertThrows(
                IllegalArgumentException.class, () -> key(Map.of("log-indexer.redaction.key", "short-secret")));
        assertTrue(tooShort.getMessage().startsWith("log-indexer.redaction.key must have 16 bytes"));
        assertFalse(tooShort.getMessage().contains("short-secret"));
        assertThrows(
                IllegalArgumentException.class, () -> key(Map.of("log-indexer.redaction.key-file", "no-such-file")));
        assertFalse(Files.exists(spool.resolve("redaction.key")));
    }

    @Test
    void typesMayBeWrittenAsUsersWriteThemAndUnknownOnesAreNamed() {
        RedactionConfig config = config(Map.of(
                "log-indexer.redaction.types.email-address", "last-four",
                "log-indexer.redaction.types.IP_ADDRESS", "keep"));

        assertEquals(Action.LAST_FOUR, config.valuePolicy().actionOn(EntityType.EMAIL_ADDRESS));
        assertEquals(Action.KEEP, config.valuePolicy().actionOn(EntityType.IP_ADDRESS));
        assertEquals(Action.MASK, config.valuePolicy().actionOn(EntityType.CN_ID));
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> config(Map.of("log-indexer.redaction.types.shoe-size", "mask"))
                                .valuePolicy())
                .getMessage()
                .contains("shoe-size"));
        assertThrows(
                IllegalArgumentException.class,
                () -> config(Map.of("log-indexer.redaction.fields.\"@timestamp\"", "drop"))
                        .fieldPolicy());
    }
}

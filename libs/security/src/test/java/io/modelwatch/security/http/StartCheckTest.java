package io.modelwatch.security.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.security.access.AccessReader;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartCheckTest {

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterAll
    static void stop() {
        VERTX.close();
    }

    private static StartCheck started(Map<String, String> properties) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(SecuritySettings.class)
                .withConverter(java.time.Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build();
        StartCheck check =
                new StartCheck(config.getConfigMapping(SecuritySettings.class), new CurrentUsers(), config, VERTX);
        check.start(new StartupEvent(), new AccessReader(Map.of()).table());
        return check;
    }

    private static String complaint(Map<String, String> properties) {
        return assertThrows(ConfigurationException.class, () -> started(properties))
                .getMessage();
    }

    @Test
    void offIsRefusedBeyondLoopback() {
        assertEquals(
                "modelwatch.security=off is allowed on loopback only, but quarkus.http.host=0.0.0.0: set"
                        + " quarkus.http.host=127.0.0.1, or leave security on and name modelwatch.security.users-file",
                complaint(Map.of("modelwatch.security", "off")));
        assertTrue(complaint(Map.of("modelwatch.security", "off", "quarkus.http.host", "10.1.2.3"))
                .contains("quarkus.http.host=10.1.2.3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
    void offIsTakenOnLoopback(String host) {
        assertTrue(started(Map.of("modelwatch.security", "off", "quarkus.http.host", host))
                .off());
    }

    @Test
    void onIsTheDefaultAndSomebodyMustBeAbleToGetIn() {
        assertTrue(complaint(Map.of())
                .startsWith("modelwatch.security is on, but nobody could get in: name modelwatch.security.users-file"));
    }

    @Test
    void usersOrKeysLetPeopleIn() throws IOException {
        Path users = folder.resolve("users");
        Scripts.user(users, "alice", "viewer", "correct horse battery");
        Scripts.key(folder);

        assertFalse(
                started(Map.of("modelwatch.security.users-file", "" + users)).tokens());
        assertTrue(started(Map.of("mp.jwt.verify.publickey.location", folder.resolve("token-key.pub.pem") + ""))
                .tokens());
        assertDoesNotThrow(() -> started(Map.of("mp.jwt.verify.publickey.location", "https://idp.example.org/jwks")));
    }

    @Test
    void fileThatCannotBeReadIsNamed() throws IOException {
        Path broken = Files.writeString(folder.resolve("users"), "alice:hunter2:viewer\n");

        String missing = complaint(Map.of("modelwatch.security.users-file", folder.resolve("missing") + ""));
        String wrong = complaint(Map.of("modelwatch.security.users-file", "" + broken));
        String key = complaint(Map.of("mp.jwt.verify.publickey.location", folder.resolve("missing.pem") + ""));

        assertTrue(missing.contains("missing: cannot be read"), missing);
        assertTrue(wrong.contains("users: line 1: a hash starts with"), wrong);
        assertFalse(wrong.contains("hunter2"), wrong);
        assertTrue(key.endsWith("missing.pem cannot be read"), key);
    }
}

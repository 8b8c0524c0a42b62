package io.modelwatch.security.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.security.user.Users;
import io.modelwatch.security.user.UsersFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of {@code deploy/bin}; what they make is used throughout the other tests. */
class ScriptsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"token", "user", "certificates"})
    void helpTellsWhatToDo(String script) {
        Scripts.Ended help = Scripts.run(script, "", "--help");

        assertEquals(0, help.code());
        assertTrue(help.output().contains("Example:"), help.output());
        assertEquals(2, Scripts.run(script, "").code());
    }

    @Test
    void secretsAreForTheirOwnerOnly() throws IOException {
        Scripts.key(folder);
        Scripts.user(folder.resolve("users"), "alice", "viewer", "correct horse battery");

        assertEquals("rw-------", mode("token-key.pem"));
        assertEquals("rw-r--r--", mode("token-key.pub.pem"));
        assertEquals("rw-------", mode("users"));
    }

    private String mode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
    }

    @Test
    void keyIsNeverOverwritten() {
        Scripts.key(folder);

        assertEquals(2, Scripts.run("token", "", "key", folder.toString()).code());
    }

    @Test
    void changedUserReplacesTheOldOneAndNobodyElse() throws IOException {
        Path file = folder.resolve("users");
        Files.writeString(file, "# ours\n");
        Scripts.user(file, "a.b", "viewer", "the first password");
        Scripts.user(file, "axb", "viewer", "somebody else's one");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        Scripts.user(file, "a.b", "operator", "the second password");

        Users users = UsersFile.read(Files.readString(file));
        assertEquals(2, users.count());
        assertTrue(users.check("a.b", "the first password").isEmpty());
        assertTrue(users.check("a.b", "the second password").isPresent());
        assertTrue(users.check("axb", "somebody else's one").isPresent());
        assertEquals("rw-r-----", mode("users"));
    }

    @Test
    void generatedPasswordIsToldAndWorks() {
        Scripts.Ended made = Scripts.run("user", "", "filebeat", "ingest", "--generate");
        String password = made.complaints().strip().replaceFirst(".* is ", "");

        assertTrue(UsersFile.read(made.output()).check("filebeat", password).isPresent(), made.complaints());
        assertFalse(made.output().contains(password));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user | alice viewer | short | a password has at least 12 characters",
                "user | alice root | correct horse battery | there is no role 'root'",
                "user | al:ice viewer | correct horse battery | a name has 1 to 64 letters",
                "user | alice viewer --loud | correct horse battery | unknown option '--loud'",
                "token | make --key /missing --name a --roles viewer | '' | --key '/missing' cannot be read",
                "token | make --days 0 | '' | --days is 1 to 3650",
                "token | make --key | '' | --key needs a value",
                "token | key | '' | expected one folder",
                "certificates | issue /missing a | '' | /missing/ca.key cannot be read",
                "certificates | issue /missing a b --days 0 | '' | --days is 1 to 9999",
            })
    void mistakesAreNamed(String script, String arguments, String input, String complaint) {
        Scripts.Ended ended = Scripts.run(script, input + "\n", arguments.split(" "));

        assertEquals(2, ended.code(), ended.output());
        assertTrue(ended.complaints().contains(complaint), ended.complaints());
    }

    @Test
    void roleThatDoesNotExistMakesNoToken() {
        Scripts.key(folder);
        String key = folder.resolve("token-key.pem").toString();

        Scripts.Ended ended = Scripts.run("token", "", "make", "--key", key, "--name", "a", "--roles", "viewer,root");

        assertEquals(2, ended.code());
        assertEquals("", ended.output());
    }
}

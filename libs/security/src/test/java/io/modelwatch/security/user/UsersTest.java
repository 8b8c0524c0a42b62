package io.modelwatch.security.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {

    /** Of {@code openssl passwd -6}, with and without a number of rounds. */
    private static final String SHA512 =
            "$6$rounds=50000$bbfeea642438acb8$dzOmnCzZnqn2rekeQq73PGGS4xAXz3MdlzcxJnDOlaHNowyVyfi4WdP5BJukz9Yfl4t.C7KTKSD6dcFkDHZti0";

    private static final String PASSWORD = "correct horse battery";

    private static String bcrypt(String password) {
        return at.favre.lib.crypto.bcrypt.BCrypt.with(at.favre.lib.crypto.bcrypt.BCrypt.Version.VERSION_2Y)
                .hashToString(4, password.toCharArray());
    }

    @Test
    void bothKindsOfHashAreUnderstood() {
        Users users = UsersFile.read("""
                # who may come in
                alice:%s:viewer,operator

                bob:%s:ingest
                """.formatted(SHA512, bcrypt("密码 of bob")));

        assertEquals(2, users.count());
        assertEquals(
                Set.of("viewer", "operator"),
                users.check("alice", PASSWORD).orElseThrow().roles());
        assertEquals("bob", users.check("bob", "密码 of bob").orElseThrow().name());
        assertEquals(Optional.empty(), users.check("alice", "correct horse"));
        assertEquals(Optional.empty(), users.check("bob", PASSWORD));
        assertEquals(Optional.empty(), users.check("carol", PASSWORD));
    }

    @Test
    void passwordIsRememberedOnceItWasRight() {
        Users users = UsersFile.read("alice:" + SHA512 + ":viewer");

        assertTrue(users.remembered("alice", PASSWORD).isEmpty());
        users.check("alice", "wrong password");
        assertTrue(users.remembered("alice", "wrong password").isEmpty());
        users.check("alice", PASSWORD);
        assertTrue(users.remembered("alice", PASSWORD).isPresent());
        assertTrue(users.remembered("alice", PASSWORD + "x").isEmpty());
    }

    @Test
    void changedFileForgetsOnlyWhoseHashIsAnother() {
        Users before = UsersFile.read("alice:%s:viewer\nbob:%s:viewer".formatted(SHA512, bcrypt("password of bob")));
        before.check("alice", PASSWORD);
        before.check("bob", "password of bob");

        Users after = UsersFile.read("alice:%s:operator\nbob:%s:viewer".formatted(SHA512, bcrypt("password of bob")))
                .after(before);
        Users without = UsersFile.read("bob:" + bcrypt("x") + ":viewer").after(after);

        assertEquals(
                Set.of("operator"),
                after.remembered("alice", PASSWORD).orElseThrow().roles());
        assertTrue(after.remembered("bob", "password of bob").isEmpty());
        assertTrue(without.remembered("alice", PASSWORD).isEmpty());
    }

    @Test
    void passwordBeyondWhatBcryptReadsIsWrongAndNotCutOff() {
        String longest = "x".repeat(72);
        Users users = UsersFile.read("alice:" + bcrypt(longest) + ":viewer");

        assertTrue(users.check("alice", longest).isPresent());
        assertTrue(users.check("alice", longest + "y").isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alice:HASH | line 2: expected name:hash:role,role but there are 2 parts between colons",
                "a b:HASH:viewer | line 2: a name has 1 to 64 letters, digits and any of . _ @ -",
                "alice:HASH:root | line 2: 'alice' has the unknown role 'root'; there are ingest, viewer, operator, admin",
                "alice:HASH: | line 2: 'alice' has the unknown role ''; there are ingest, viewer, operator, admin",
                "zoe:HASH:viewer | line 2: 'zoe' is there already",
            })
    void lineThatIsWrongIsNamed(String line, String complaint) {
        String text = "zoe:" + SHA512 + ":viewer\n" + line.replace("HASH", SHA512);

        var error = assertThrows(IllegalArgumentException.class, () -> UsersFile.read(text));

        assertEquals(complaint, error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2",
                "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
                "$1$abc$xyz",
                "$2y$31$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234"
            })
    void passwordsInTheClearAndWeakHashesAreRefusedWithoutBeingRepeated(String hash) {
        var error = assertThrows(IllegalArgumentException.class, () -> UsersFile.read("alice:" + hash + ":viewer"));

        assertTrue(error.getMessage().startsWith("line 1: a hash starts with $2b$"), error.getMessage());
        assertFalse(error.getMessage().contains(hash));
    }

    @Test
    void nothingThatIsPrintedHoldsAHash() {
        User user = UsersFile.read("alice:" + SHA512 + ":viewer")
                .check("alice", PASSWORD)
                .orElseThrow();

        assertFalse(user.toString().contains("$6$"), user.toString());
    }
}

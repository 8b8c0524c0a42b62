package io.modelwatch.security.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The users of one reading of the file. A password that was right is remembered, as a keyed digest in memory only, so
 * that the slow hash is computed once a user and not once a request. Thread-safe.
 */
public final class Users {

    private static final String DIGEST = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final Map<String, User> users;
    private final Map<String, byte[]> right;
    private final SecretKeySpec key;

    Users(Map<String, User> users) {
        this(users, new ConcurrentHashMap<>(), randomKey());
    }

    private Users(Map<String, User> users, Map<String, byte[]> right, SecretKeySpec key) {
        this.users = Map.copyOf(users);
        this.right = right;
        this.key = key;
    }

    private static SecretKeySpec randomKey() {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        return new SecretKeySpec(random, DIGEST);
    }

    /** The same users; passwords that are remembered stay so where their hash is the same as before. */
    public Users after(Users before) {
        Map<String, byte[]> kept = new ConcurrentHashMap<>(before.right);
        kept.keySet().removeIf(name -> {
            User now = users.get(name);
            User then = before.users.get(name);
            return now == null || then == null || !now.hash().equals(then.hash());
        });
        return new Users(users, kept, before.key);
    }

    /** Nobody. */
    public static Users none() {
        return new Users(Map.of());
    }

    /** How many there are. */
    public int count() {
        return users.size();
    }

    /** The user, when this very password was right before; takes microseconds. */
    public Optional<User> remembered(String name, String password) {
        byte[] digest = right.get(name);
        return digest != null && MessageDigest.isEqual(digest, digest(password))
                ? Optional.ofNullable(users.get(name))
                : Optional.empty();
    }

    /** The user, when the password is right; takes as long as the hash does, also for names that nobody has. */
    public Optional<User> check(String name, String password) {
        User user = users.get(name);
        PasswordHash hash = user == null ? anyHash() : user.hash();
        if (hash == null || !hash.matches(password) || user == null) {
            return Optional.empty();
        }
        right.put(name, digest(password));
        return Optional.of(user);
    }

    private @Nullable PasswordHash anyHash() {
        return users.values().stream().findFirst().map(User::hash).orElse(null);
    }

    private byte[] digest(String password) {
        try {
            Mac mac = Mac.getInstance(DIGEST);
            mac.init(key);
            return mac.doFinal(password.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

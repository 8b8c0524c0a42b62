package io.modelwatch.logindexer.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 under a key of the installation: without the key nobody can tell from a hash what was hashed, not even
 * by trying all telephone numbers. Thread-safe.
 */
public final class KeyedHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST_BYTES = 16;
    private static final int PSEUDONYM_BYTES = 16;
    private static final String PREFIX = "hmac:";
    private static final Pattern PSEUDONYM = Pattern.compile("hmac:[a-p]{32}");

    private final SecretKeySpec key;

    private KeyedHash(SecretKeySpec key) {
        this.key = key;
    }

    /** A hash under a key of 16 bytes or more. */
    public static KeyedHash of(byte[] key) {
        if (key.length < LEAST_BYTES) {
            throw new IllegalArgumentException("a key must have 16 bytes or more, has " + key.length);
        }
        return new KeyedHash(new SecretKeySpec(key, ALGORITHM));
    }

    Mac begin() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every Java platform", e);
        }
    }

    /** What stands for a value: {@code hmac:} and 32 letters from a to p, 128 bits. */
    public String pseudonym(String value) {
        byte[] hash = begin().doFinal(value.getBytes(UTF_8));
        StringBuilder pseudonym = new StringBuilder(PREFIX);
        for (int i = 0; i < PSEUDONYM_BYTES; i++) {
            pseudonym.append((char) ('a' + (hash[i] >> 4 & 15))).append((char) ('a' + (hash[i] & 15)));
        }
        return pseudonym.toString();
    }

    public static boolean isPseudonym(String value) {
        return value.startsWith(PREFIX) && PSEUDONYM.matcher(value).matches();
    }
}

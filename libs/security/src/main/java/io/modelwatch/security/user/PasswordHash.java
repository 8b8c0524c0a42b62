package io.modelwatch.security.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.google.re2j.Pattern;
import java.security.MessageDigest;
import org.apache.commons.codec.digest.Sha2Crypt;

/**
 * A password as it is kept: bcrypt ({@code $2b$…}, as {@code htpasswd -B} makes it) or SHA-512 crypt ({@code $6$…}, as
 * {@code openssl passwd -6} does). Slow on purpose: never call {@link #matches} on an event loop.
 *
 * @param text the hash in its usual notation
 */
record PasswordHash(String text) {

    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-9])\\$[./A-Za-z0-9]{53}");
    private static final Pattern SHA512 =
            Pattern.compile("\\$6\\$(?:rounds=([1-9][0-9]{3,6})\\$)?[./A-Za-z0-9]{1,16}\\$[./A-Za-z0-9]{86}");

    /** More is cut off by bcrypt, so that two different passwords would be the same. */
    private static final int LONGEST_PASSWORD = 72;

    PasswordHash {
        if (!BCRYPT.matches(text) && !SHA512.matches(text)) {
            throw new IllegalArgumentException(
                    "a hash starts with $2b$ (bcrypt: htpasswd -nB NAME) or $6$ (SHA-512: openssl passwd -6)");
        }
    }

    boolean matches(String password) {
        byte[] bytes = password.getBytes(UTF_8);
        if (bytes.length > LONGEST_PASSWORD) {
            return false;
        }
        if (text.startsWith("$2")) {
            return BCrypt.verifyer().verify(bytes, text.getBytes(UTF_8)).verified;
        }
        String salt = text.substring(0, text.lastIndexOf('$'));
        return MessageDigest.isEqual(Sha2Crypt.sha512Crypt(bytes, salt).getBytes(UTF_8), text.getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return "PasswordHash[…]";
    }
}

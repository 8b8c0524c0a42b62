package io.modelwatch.alertrouter.receiver;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed hashes by which services know who asks. */
public final class Signature {

    private static final String HMAC_SHA256 = "HmacSHA256";

    private Signature() {}

    /** HMAC-SHA256 in base64. */
    public static String hmacSha256(String key, String data) {
        return Base64.getEncoder().encodeToString(mac(HMAC_SHA256, bytes(key), data));
    }

    /** HMAC-SHA256. */
    public static byte[] hmacSha256(byte[] key, String data) {
        return mac(HMAC_SHA256, key, data);
    }

    /**
     * A keyed hash.
     *
     * @param algorithm as Java names it, such as HmacSHA1
     */
    public static byte[] mac(String algorithm, byte[] key, String data) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            // An empty key is one too, but Java has no way to say so: zeros are the same.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
            return mac.doFinal(bytes(data));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SHA-256 in hexadecimal digits. */
    public static String sha256(String data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(data)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Escapes all but letters, digits and {@code -._~}, as RFC 3986 has it. */
    public static String percent(String text) {
        return Request.encoded(text).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

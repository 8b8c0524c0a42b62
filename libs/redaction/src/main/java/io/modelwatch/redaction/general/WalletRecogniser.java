package io.modelwatch.redaction.general;

import io.modelwatch.redaction.entity.Candidates;
import io.modelwatch.redaction.entity.Chars;
import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Recogniser;
import io.modelwatch.redaction.entity.Subject;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;

/** Bitcoin, Litecoin and Tron by Base58Check, segregated witness by Bech32, Ethereum by form alone. */
final class WalletRecogniser implements Recogniser {

    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};

    @Override
    public void scan(Subject subject, Candidates candidates) {
        if (!candidates.wants(EntityType.CRYPTO)) {
            return;
        }
        for (int i = 0; i < subject.runs().size(); i++) {
            int start = subject.runs().get(i);
            int end = start;
            while (end - start <= 91 && Chars.isAlphanumeric(subject.at(end))) {
                end++;
            }
            wallet(candidates, subject.slice(start, end), start, end);
        }
    }

    private static void wallet(Candidates candidates, String value, int start, int end) {
        int length = value.length();
        if (length == 42 && value.startsWith("0x") && value.chars().skip(2).allMatch(c -> Chars.isHex((char) c))) {
            candidates.add(EntityType.CRYPTO, start, end, 0.5, 0.95);
        } else if (length >= 25 && length <= 35 && "13LMT".indexOf(value.charAt(0)) >= 0 && base58Check(value)) {
            candidates.add(EntityType.CRYPTO, start, end, 1);
        } else if (length >= 14 && length <= 90 && bech32(value)) {
            candidates.add(EntityType.CRYPTO, start, end, 1);
        }
    }

    private static boolean base58Check(String value) {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < value.length(); i++) {
            int digit = BASE58.indexOf(value.charAt(i));
            if (digit < 0) {
                return false;
            }
            number = number.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(digit));
        }
        byte[] bytes = number.toByteArray();
        byte[] payload = new byte[25];
        int copied = Math.min(bytes.length, 25);
        if (bytes.length > 26 || (bytes.length == 26 && bytes[0] != 0)) {
            return false;
        }
        System.arraycopy(bytes, bytes.length - copied, payload, 25 - copied, copied);
        byte[] hash = sha256(sha256(Arrays.copyOf(payload, 21)));
        return Arrays.equals(Arrays.copyOf(hash, 4), Arrays.copyOfRange(payload, 21, 25));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }

    /** Bech32 or Bech32m under the prefixes bc and ltc. */
    private static boolean bech32(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        String prefix = lower.startsWith("bc1") ? "bc" : lower.startsWith("ltc1") ? "ltc" : "";
        if (prefix.isEmpty()
                || (!lower.equals(value) && !value.toUpperCase(Locale.ROOT).equals(value))) {
            return false;
        }
        int checksum = 1;
        for (int i = 0; i < prefix.length(); i++) {
            checksum = step(checksum, prefix.charAt(i) >> 5);
        }
        checksum = step(checksum, 0);
        for (int i = 0; i < prefix.length(); i++) {
            checksum = step(checksum, prefix.charAt(i) & 31);
        }
        for (int i = prefix.length() + 1; i < lower.length(); i++) {
            int digit = BECH32.indexOf(lower.charAt(i));
            if (digit < 0) {
                return false;
            }
            checksum = step(checksum, digit);
        }
        return checksum == 1 || checksum == 0x2bc830a3;
    }

    private static int step(int checksum, int value) {
        int top = checksum >>> 25;
        int next = (checksum & 0x1ffffff) << 5 ^ value;
        for (int i = 0; i < 5; i++) {
            next ^= (top >> i & 1) == 1 ? GENERATOR[i] : 0;
        }
        return next;
    }
}

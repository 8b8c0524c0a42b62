package io.modelwatch.alertrouter.label;

import java.util.HexFormat;

/**
 * The identity of a label set: 64 unsigned bits, printed as 16 hexadecimal digits.
 *
 * @param bits the bits, as PostgreSQL keeps them
 */
public record Fingerprint(long bits) implements Comparable<Fingerprint> {

    /**
     * Reads the printed form.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Fingerprint parse(String text) {
        return new Fingerprint(HexFormat.fromHexDigitsToLong(text));
    }

    @Override
    public int compareTo(Fingerprint other) {
        return Long.compareUnsigned(bits, other.bits);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bits);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(bits);
    }
}

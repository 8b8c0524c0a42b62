package io.modelwatch.collector.textformat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as Go reads them, but for hexadecimal ones and underscores. */
final class Numbers {

    private static final int EXACT_DIGITS = 15;
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private Numbers() {}

    /** Empty where it is no number, or one too large. */
    static OptionalDouble parse(byte[] bytes, int start, int end) {
        double exact = exact(bytes, start, end);
        return Double.isNaN(exact) ? slow(bytes, start, end) : OptionalDouble.of(exact);
    }

    /** A plain decimal of few digits, which one division makes exact; not a number for everything else. */
    private static double exact(byte[] bytes, int start, int end) {
        int at = start;
        boolean negative = at < end && bytes[at] == '-';
        if (negative) {
            at++;
        }
        long mantissa = 0;
        int digits = 0;
        int decimals = -1;
        for (; at < end; at++) {
            byte b = bytes[at];
            if (b == '.' && decimals < 0) {
                decimals = 0;
            } else if (b >= '0' && b <= '9' && digits < EXACT_DIGITS) {
                mantissa = mantissa * 10 + (b - '0');
                digits++;
                decimals = decimals < 0 ? decimals : decimals + 1;
            } else {
                return Double.NaN;
            }
        }
        if (digits == 0) {
            return Double.NaN;
        }
        double value = decimals > 0 ? mantissa / POWERS[decimals] : mantissa;
        return negative ? -value : value;
    }

    private static OptionalDouble slow(byte[] bytes, int start, int end) {
        String text = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> {
                return OptionalDouble.of(Double.NaN);
            }
            case "inf", "+inf", "infinity", "+infinity" -> {
                return OptionalDouble.of(Double.POSITIVE_INFINITY);
            }
            case "-inf", "-infinity" -> {
                return OptionalDouble.of(Double.NEGATIVE_INFINITY);
            }
            default -> {}
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return OptionalDouble.empty();
            }
        }
        try {
            double value = Double.parseDouble(text);
            return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}

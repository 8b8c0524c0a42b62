package io.modelwatch.redaction.format;

import java.time.DateTimeException;
import java.time.LocalDate;

/** Checksums over compact values: letters and digits only, upper case. */
public final class Checks {

    private static final int[][] VERHOEFF_PRODUCT = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
        {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
        {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
        {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
        {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
        {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
        {6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
        {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
        {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
        {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}
    };
    private static final int[][] VERHOEFF_PERMUTATION = permutations();

    private Checks() {}

    public static int digit(String value, int index) {
        return value.charAt(index) - '0';
    }

    /** A digit as itself, a letter as 10 to 35. */
    public static int alphanumeric(char c) {
        return c <= '9' ? c - '0' : c - 'A' + 10;
    }

    public static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digit(digits, digits.length() - 1 - i);
            if (i % 2 == 1) {
                digit *= 2;
                digit = digit > 9 ? digit - 9 : digit;
            }
            sum += digit;
        }
        return sum % 10 == 0;
    }

    public static boolean verhoeff(String digits) {
        int check = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digit(digits, digits.length() - 1 - i);
            check = VERHOEFF_PRODUCT[check][VERHOEFF_PERMUTATION[i % 8][digit]];
        }
        return check == 0;
    }

    private static int[][] permutations() {
        int[][] permutations = new int[8][];
        permutations[0] = new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        int[] step = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
        for (int row = 1; row < 8; row++) {
            permutations[row] = new int[10];
            for (int i = 0; i < 10; i++) {
                permutations[row][i] = permutations[row - 1][step[i]];
            }
        }
        return permutations;
    }

    /** The sum of digits times weights, over the first of them. */
    public static int weighted(String value, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += alphanumeric(value.charAt(i)) * weights[i];
        }
        return sum;
    }

    /** ISO 7064 mod 97-10 of a value whose country and check digits stand in front. */
    public static boolean mod97(String value) {
        int remainder = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = alphanumeric(value.charAt((i + 4) % value.length()));
            remainder = (digit > 9 ? remainder * 100 + digit : remainder * 10 + digit) % 97;
        }
        return remainder == 1;
    }

    /** ISO 7064 mod 11,10, the check digit last. */
    public static boolean mod11And10(String digits) {
        int product = 10;
        for (int i = 0; i < digits.length() - 1; i++) {
            int sum = (digit(digits, i) + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10 == digit(digits, digits.length() - 1);
    }

    /** ICAO 9303: weights 7 3 1, the check digit last. */
    public static boolean icao(String value) {
        int sum = 0;
        int last = value.length() - 1;
        for (int i = 0; i < last; i++) {
            sum += alphanumeric(value.charAt(i)) * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
        }
        return sum % 10 == value.charAt(last) - '0';
    }

    public static boolean isDate(int year, int month, int day) {
        try {
            LocalDate.of(year, month, day);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    public static int number(String value, int start, int end) {
        return Integer.parseInt(value, start, end, 10);
    }

    public static boolean isUniform(String value) {
        return value.chars().allMatch(c -> c == value.charAt(0));
    }

    public static boolean isNumeric(String value) {
        return value.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}

package io.modelwatch.devstack.demo;

import java.math.BigInteger;

/** The check digits of identifiers, for the tests of the corpus. */
final class Checksums {

    private static final int[] CITIZEN_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    private Checksums() {}

    /** Luhn, over digits with or without blanks. */
    static boolean card(String text) {
        String digits = text.replace(" ", "");
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int value = i % 2 == 1 ? digit * 2 : digit;
            sum += value > 9 ? value - 9 : value;
        }
        return sum % 10 == 0;
    }

    /** MOD 11-2 of an 18-digit Chinese identity number. */
    static boolean citizen(String number) {
        int sum = 0;
        for (int i = 0; i < CITIZEN_WEIGHTS.length; i++) {
            sum += (number.charAt(i) - '0') * CITIZEN_WEIGHTS[i];
        }
        return "10X98765432".charAt(sum % 11) == number.charAt(17);
    }

    /** ISO 7064 mod 97 of an IBAN with or without blanks. */
    static boolean iban(String text) {
        String plain = text.replace(" ", "");
        StringBuilder digits = new StringBuilder();
        (plain.substring(4) + plain.substring(0, 4)).chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
    }
}

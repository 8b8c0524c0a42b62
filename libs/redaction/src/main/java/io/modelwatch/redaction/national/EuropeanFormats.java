package io.modelwatch.redaction.national;

import static io.modelwatch.redaction.format.Checks.alphanumeric;
import static io.modelwatch.redaction.format.Checks.digit;
import static io.modelwatch.redaction.format.Checks.isDate;
import static io.modelwatch.redaction.format.Checks.isUniform;
import static io.modelwatch.redaction.format.Checks.luhn;
import static io.modelwatch.redaction.format.Checks.number;
import static io.modelwatch.redaction.format.Checks.weighted;

import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.format.Format;
import java.util.List;

/** Spain, Finland, Italy, Poland, Sweden and Turkey. */
final class EuropeanFormats {

    private static final String NIF_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String HETU_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    private static final int[] ODD_FISCAL = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };

    private static final String FISCAL = "A{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}A[0-9LMNP-V]{3}A";

    static final List<Format> ALL = List.of(
            Format.of(EntityType.ES_NIF, "9{7,8}-?A", 0.5, 0.95).check(EuropeanFormats::nif),
            Format.of(EntityType.ES_NIE, "[X-Z]-?9{7}-?A", 0.6, 0.95).check(EuropeanFormats::nie),
            Format.of(EntityType.FI_PERSONAL_IDENTITY_CODE, "9{6}[+A-FU-Y-]9{3}[0-9A-FHJ-NPR-Y]", 0.8, 0.98)
                    .check(EuropeanFormats::hetu),
            Format.of(EntityType.IT_FISCAL_CODE, FISCAL, 0.5, 0.9),
            Format.of(EntityType.IT_FISCAL_CODE, FISCAL, 1, 1).check(EuropeanFormats::fiscal),
            Format.of(EntityType.IT_DRIVER_LICENSE, "A{2}9{7}A", 0.2, 0.7),
            Format.of(EntityType.IT_DRIVER_LICENSE, "[U][1][BCDFGHJKLMNPR-UWXYZ0-9]{7}A", 0.25, 0.7),
            Format.of(EntityType.IT_IDENTITY_CARD, "9{7}A{2}", 0.1, 0.6),
            Format.of(EntityType.IT_IDENTITY_CARD, "A{2}9{5}A{2}", 0.15, 0.65),
            Format.of(EntityType.IT_IDENTITY_CARD, "A{2} ?9{7}", 0.1, 0.6),
            Format.of(EntityType.IT_PASSPORT, "A{2}9{7}", 0.1, 0.65),
            Format.of(
                            EntityType.IT_VAT_CODE,
                            "9[ _]?9[ _]?9[ _]?9[ _]?9[ _]?9[ _]?9[ _]?9[ _]?9[ _]?9[ _]?9",
                            0.15,
                            0.85)
                    .check(value -> luhn(value) && !isUniform(value)),
            Format.of(EntityType.PL_PESEL, "9{11}", 0.3, 0.95).check(EuropeanFormats::pesel),
            Format.of(EntityType.SE_PERSONNUMMER, "9{6}[+-]9{4}", 0.6, 0.95).check(EuropeanFormats::personnummer),
            Format.of(EntityType.SE_PERSONNUMMER, "9{8}[+-]9{4}", 0.7, 0.95).check(EuropeanFormats::personnummer),
            Format.of(EntityType.SE_PERSONNUMMER, "9{12}", 0.3, 0.9).check(EuropeanFormats::personnummer),
            Format.of(EntityType.SE_PERSONNUMMER, "9{10}", 0.15, 0.85).check(EuropeanFormats::personnummer),
            Format.of(EntityType.SE_ORGANISATIONSNUMMER, "9{6}-?9{4}", 0.15, 0.9)
                    .check(value -> digit(value, 2) >= 2 && luhn(value)),
            Format.of(EntityType.TR_NATIONAL_ID, "[1-9]9{10}", 0.35, 0.95).check(EuropeanFormats::kimlik),
            Format.of(EntityType.TR_LICENSE_PLATE, "9{2} A{1,3} 9{2,5}", 0.25, 0.75)
                    .check(EuropeanFormats::plate),
            Format.of(EntityType.TR_LICENSE_PLATE, "9{2}A{1,3}9{2,5}", 0.1, 0.7).check(EuropeanFormats::plate));

    private EuropeanFormats() {}

    private static boolean nif(String value) {
        int last = value.length() - 1;
        return NIF_LETTERS.charAt(number(value, 0, last) % 23) == value.charAt(last);
    }

    private static boolean nie(String value) {
        return nif((value.charAt(0) - 'X') + value.substring(1));
    }

    private static boolean hetu(String value) {
        // The separator is a letter, or gone with the other separators.
        String individual = value.substring(value.length() - 4, value.length() - 1);
        int date = number(value, 0, 6);
        return isDate(2000 + number(value, 4, 6), number(value, 2, 4), number(value, 0, 2))
                && HETU_CHARACTERS.charAt((int) ((date * 1000L + Integer.parseInt(individual)) % 31))
                        == value.charAt(value.length() - 1);
    }

    private static boolean fiscal(String value) {
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            char c = value.charAt(i);
            int index = c <= '9' ? c - '0' : c - 'A';
            sum += i % 2 == 0 ? ODD_FISCAL[index] : index;
        }
        return sum % 26 == value.charAt(15) - 'A';
    }

    private static boolean pesel(String value) {
        int century = digit(value, 2) / 2;
        int year = (century == 4 ? 1800 : 1900 + 100 * century) + number(value, 0, 2);
        return weighted(value, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0
                && isDate(year, number(value, 2, 4) % 20, number(value, 4, 6));
    }

    private static boolean personnummer(String value) {
        String digits = value.length() == 12 ? value.substring(2) : value;
        int day = number(digits, 4, 6);
        boolean century = value.length() == 10 || value.startsWith("19") || value.startsWith("20");
        return century
                && isDate(2000 + number(digits, 0, 2), number(digits, 2, 4), day > 60 ? day - 60 : day)
                && luhn(digits);
    }

    private static boolean kimlik(String value) {
        int odd = digit(value, 0) + digit(value, 2) + digit(value, 4) + digit(value, 6) + digit(value, 8);
        int even = digit(value, 1) + digit(value, 3) + digit(value, 5) + digit(value, 7);
        int sum = value.chars().limit(10).map(c -> alphanumeric((char) c)).sum();
        return Math.floorMod(odd * 7 - even, 10) == digit(value, 9) && sum % 10 == digit(value, 10);
    }

    private static boolean plate(String value) {
        int province = number(value, 0, 2);
        return province >= 1 && province <= 81;
    }
}

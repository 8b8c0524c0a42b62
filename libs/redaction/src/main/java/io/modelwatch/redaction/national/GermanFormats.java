package io.modelwatch.redaction.national;

import static io.modelwatch.redaction.format.Checks.alphanumeric;
import static io.modelwatch.redaction.format.Checks.digit;
import static io.modelwatch.redaction.format.Checks.icao;
import static io.modelwatch.redaction.format.Checks.isUniform;
import static io.modelwatch.redaction.format.Checks.mod11And10;
import static io.modelwatch.redaction.format.Checks.number;
import static io.modelwatch.redaction.format.Checks.weighted;

import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.format.Format;
import java.util.List;

/** Germany. */
final class GermanFormats {

    private static final String DOCUMENT = "[CFGHJKLMNPRTVWXYZ0-9]";
    private static final String PLACE = "[A-ZÄÖÜ]{1,3}";

    private static final String VAT = "[D][E][ .-]?9{3}[ .-]?9{3}[ .-]?9{3}";

    static final List<Format> ALL = List.of(
            Format.of(EntityType.DE_BSNR, "9{9}", 0.1, 0.85).check(value -> !value.startsWith("00")),
            Format.of(EntityType.DE_LANR, "9{9}", 0.15, 0.9).check(GermanFormats::lanr),
            Format.of(EntityType.DE_FUEHRERSCHEIN, "A{2}9{8}N", 0.3, 0.85),
            Format.of(EntityType.DE_HANDELSREGISTER, "[H][R][AB] ?9{1,6}", 0.6, 0.9),
            Format.of(EntityType.DE_HEALTH_INSURANCE, "A9{9}", 0.45, 0.95).check(GermanFormats::kvnr),
            Format.of(EntityType.DE_ID_CARD, "[CFGHJKLMNPRTVWXYZ]" + DOCUMENT + "{8}", 0.35, 0.95)
                    .check(value -> icaoWithDigitLast(value) || (value.charAt(0) == 'T' && isNumbered(value))),
            Format.of(EntityType.DE_PASSPORT, "[CFGHJK]" + DOCUMENT + "{8}", 0.3, 0.95)
                    .check(GermanFormats::icaoWithDigitLast),
            Format.of(EntityType.DE_KFZ, PLACE + "-[A-Z]{1,2}[ -]?9{1,4}[EH]?", 0.4, 0.9),
            Format.of(EntityType.DE_KFZ, PLACE + " [A-Z]{1,2} ?9{1,4}[EH]?", 0.15, 0.85),
            Format.of(EntityType.DE_PLZ, "9{5}", 0.02, 0.65)
                    .check(value -> number(value, 0, 5) > 1000 && number(value, 0, 5) < 99999),
            Format.of(EntityType.DE_SOCIAL_SECURITY, "9{8}A9{3}", 0.7, 0.98).check(GermanFormats::socialSecurity),
            Format.of(EntityType.DE_TAX_ID, "[1-9]9{10}", 0.3, 0.95).check(GermanFormats::taxId),
            Format.of(EntityType.DE_TAX_ID, "[1-9]9 9{3} 9{3} 9{3}", 0.5, 0.95).check(GermanFormats::taxId),
            Format.of(EntityType.DE_TAX_NUMBER, "9{2,3}/9{3,4}/9{4,5}", 0.4, 0.9)
                    .check(value -> value.length() >= 9 && value.length() <= 12),
            Format.of(EntityType.DE_TAX_NUMBER, "9{13}", 0.05, 0.85)
                    .check(value -> number(value, 0, 2) >= 1 && number(value, 0, 2) <= 16),
            Format.of(EntityType.DE_VAT_ID, VAT, 0.5, 0.9),
            Format.of(EntityType.DE_VAT_ID, VAT, 0.8, 0.95).check(value -> mod11And10(value.substring(2))));

    private GermanFormats() {}

    private static boolean lanr(String value) {
        return (10 - weighted(value, 4, 9, 4, 9, 4, 9) % 10) % 10 == digit(value, 6) && !isUniform(value);
    }

    private static boolean kvnr(String value) {
        int letter = alphanumeric(value.charAt(0)) - 9;
        String digits = (letter < 10 ? "0" : "") + letter + value.substring(1, 9);
        return crossSum(digits, 1, 2) % 10 == digit(value, 9);
    }

    /** The digit sum of every product of digits with weights that repeat. */
    private static int crossSum(String digits, int... weights) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int product = digit(digits, i) * weights[i % weights.length];
            sum += product / 10 + product % 10;
        }
        return sum;
    }

    private static boolean icaoWithDigitLast(String value) {
        return hasDigits(value, 2) && Character.isDigit(value.charAt(8)) && icao(value);
    }

    private static boolean hasDigits(String value, int least) {
        return value.chars().filter(c -> c <= '9').count() >= least;
    }

    private static boolean isNumbered(String value) {
        return value.chars().skip(1).allMatch(c -> c <= '9');
    }

    private static boolean socialSecurity(String value) {
        int letter = alphanumeric(value.charAt(8)) - 9;
        String digits = value.substring(0, 8) + (letter < 10 ? "0" : "") + letter + value.substring(9, 11);
        int month = number(value, 4, 6);
        return month >= 1
                && month <= 12
                && crossSum(digits, 2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1) % 10 == digit(value, 11);
    }

    private static boolean taxId(String value) {
        int[] counts = new int[10];
        for (int i = 0; i < 10; i++) {
            if (++counts[digit(value, i)] > 3) {
                return false;
            }
        }
        return mod11And10(value);
    }
}

package io.modelwatch.redaction.national;

import static io.modelwatch.redaction.format.Checks.digit;
import static io.modelwatch.redaction.format.Checks.isUniform;
import static io.modelwatch.redaction.format.Checks.luhn;
import static io.modelwatch.redaction.format.Checks.number;
import static io.modelwatch.redaction.format.Checks.weighted;

import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.format.Format;
import java.util.List;
import java.util.Set;

/** The United States and Canada. */
final class AmericanFormats {

    private static final Set<String> ADVERTISED_SSN = Set.of("123456789", "987654320", "078051120");

    static final List<Format> ALL = List.of(
            Format.of(EntityType.US_SSN, "9{3}-9{2}-9{4}", 0.6, 0.9).check(AmericanFormats::ssn),
            Format.of(EntityType.US_SSN, "9{3}[ .]9{2}[ .]9{4}", 0.3, 0.9)
                    .sameSeparators()
                    .check(AmericanFormats::ssn),
            Format.of(EntityType.US_SSN, "9{5}-9{4}", 0.2, 0.85).check(AmericanFormats::ssn),
            Format.of(EntityType.US_SSN, "9{3}-9{6}", 0.2, 0.85).check(AmericanFormats::ssn),
            Format.of(EntityType.US_SSN, "9{9}", 0.05, 0.85).check(AmericanFormats::ssn),
            Format.of(EntityType.US_ITIN, "[9]9{2}[ -]9{2}[ -]9{4}", 0.6, 0.9).check(AmericanFormats::itin),
            Format.of(EntityType.US_ITIN, "[9]9{2}[ -]?9{2}[ -]?9{4}", 0.2, 0.85)
                    .check(AmericanFormats::itin),
            Format.of(EntityType.ABA_ROUTING_NUMBER, "[0123678]9{8}", 0.2, 0.9).check(AmericanFormats::aba),
            Format.of(EntityType.ABA_ROUTING_NUMBER, "[0123678]9{3}-9{4}-9", 0.5, 0.9)
                    .check(AmericanFormats::aba),
            Format.of(EntityType.US_BANK_NUMBER, "9{8,17}", 0.05, 0.55),
            Format.of(EntityType.US_PASSPORT, "9{9}", 0.05, 0.6),
            Format.of(EntityType.US_PASSPORT, "A9{8}", 0.1, 0.7),
            Format.of(EntityType.US_NPI, "[12]9{9}", 0.3, 0.9).check(AmericanFormats::npi),
            Format.of(EntityType.US_NPI, "[12]9{3}[ -]9{3}[ -]9{3}", 0.4, 0.9).check(AmericanFormats::npi),
            Format.of(
                    EntityType.US_MBI,
                    "[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]9-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]9-?[AC-HJKMNP-RT-Y]{2}9{2}",
                    0.6,
                    0.95),
            Format.of(EntityType.MEDICAL_LICENSE, "[ABCDEFGHJKLMPRSTUX][A-Z9]9{7}", 0.6, 0.95)
                    .check(AmericanFormats::dea),
            Format.of(EntityType.US_DRIVER_LICENSE, "A9{3,14}", 0.2, 0.65),
            Format.of(EntityType.US_DRIVER_LICENSE, "A9{6}[R]", 0.2, 0.65),
            Format.of(EntityType.US_DRIVER_LICENSE, "A{2}9{2,7}A?", 0.2, 0.65),
            Format.of(EntityType.US_DRIVER_LICENSE, "9{2}A{3}9{5,6}", 0.2, 0.65),
            Format.of(EntityType.US_DRIVER_LICENSE, "9{3}A{2}9{4}", 0.2, 0.65),
            Format.of(EntityType.US_DRIVER_LICENSE, "9{7,9}A{1,2}", 0.2, 0.65),
            Format.of(EntityType.US_DRIVER_LICENSE, "A9A9A", 0.1, 0.6),
            Format.of(EntityType.US_DRIVER_LICENSE, "A[A-Z0-9*]{11}", 0.2, 0.6),
            Format.of(EntityType.US_DRIVER_LICENSE, "A9{3}-9{4}-9{4}", 0.3, 0.65),
            Format.of(EntityType.US_DRIVER_LICENSE, "9{6,14}", 0.01, 0.55),
            Format.of(EntityType.CA_SIN, "[1-79]9{8}", 0.2, 0.9).check(value -> luhn(value) && !isUniform(value)),
            Format.of(EntityType.CA_SIN, "[1-79]9{2}[ -]9{3}[ -]9{3}", 0.4, 0.95)
                    .sameSeparators()
                    .check(value -> luhn(value) && !isUniform(value)));

    private AmericanFormats() {}

    private static boolean ssn(String value) {
        return !isUniform(value)
                && number(value, 3, 5) != 0
                && number(value, 5, 9) != 0
                && number(value, 0, 3) != 0
                && number(value, 0, 3) != 666
                && value.charAt(0) != '9'
                && !value.startsWith("98765432")
                && !ADVERTISED_SSN.contains(value);
    }

    private static boolean itin(String value) {
        int group = number(value, 3, 5);
        return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group != 93);
    }

    private static boolean aba(String value) {
        return weighted(value, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0;
    }

    private static boolean npi(String value) {
        return luhn("80840" + value) && !isUniform(value.substring(0, 9));
    }

    private static boolean dea(String value) {
        int odd = digit(value, 2) + digit(value, 4) + digit(value, 6);
        int even = digit(value, 3) + digit(value, 5) + digit(value, 7);
        return (odd + 2 * even) % 10 == digit(value, 8);
    }
}

package io.modelwatch.redaction.national;

import static io.modelwatch.redaction.format.Checks.digit;
import static io.modelwatch.redaction.format.Checks.isUniform;
import static io.modelwatch.redaction.format.Checks.number;
import static io.modelwatch.redaction.format.Checks.weighted;

import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.format.Format;
import java.util.List;
import java.util.Set;

/** The United Kingdom. */
final class BritishFormats {

    private static final Set<String> NINO_NEVER = Set.of("BG", "GB", "NK", "KN", "TN", "NT", "ZZ");
    private static final String OUTWARD = "[A-PR-UWYZ]";
    private static final String INWARD = " ?9[ABD-HJLNP-UW-Z]{2}";

    static final List<Format> ALL = List.of(
            Format.of(EntityType.UK_NHS, "9{10}", 0.2, 0.9).check(BritishFormats::nhs),
            Format.of(EntityType.UK_NHS, "9{3}[ -]9{3}[ -]9{4}", 0.45, 0.95)
                    .sameSeparators()
                    .check(BritishFormats::nhs),
            Format.of(EntityType.UK_NINO, "[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?9{2} ?9{2} ?9{2} ?[A-D]", 0.6, 0.95)
                    .check(value -> !NINO_NEVER.contains(value.substring(0, 2))),
            Format.of(EntityType.UK_POSTCODE, OUTWARD + "9" + INWARD, 0.3, 0.7),
            Format.of(EntityType.UK_POSTCODE, OUTWARD + "9{2}" + INWARD, 0.3, 0.7),
            Format.of(EntityType.UK_POSTCODE, OUTWARD + "9[A-HJKPSTUW]" + INWARD, 0.3, 0.7),
            Format.of(EntityType.UK_POSTCODE, OUTWARD + "[A-HK-Y]9" + INWARD, 0.3, 0.7),
            Format.of(EntityType.UK_POSTCODE, OUTWARD + "[A-HK-Y]9{2}" + INWARD, 0.3, 0.7),
            Format.of(EntityType.UK_POSTCODE, OUTWARD + "[A-HK-Y]9[ABEHMNPRV-Y]" + INWARD, 0.4, 0.7),
            Format.of(EntityType.UK_DRIVING_LICENCE, "[A-Z9]{5}9{6}[A-Z9]{2}N[A-Z]{2}", 0.8, 0.95)
                    .check(BritishFormats::licence),
            Format.of(EntityType.UK_PASSPORT, "A{2}9{7}", 0.1, 0.6),
            Format.of(EntityType.UK_VEHICLE_REGISTRATION, "[A-HJ-PR-Y][A-HJ-PR-Y]9{2} ?[A-HJ-PR-Z]{3}", 0.4, 0.75)
                    .check(BritishFormats::age),
            Format.of(EntityType.UK_VEHICLE_REGISTRATION, "[A-HJ-NPR-TV-Y]9{1,3} ?[A-HJ-PR-Y]A{2}", 0.15, 0.6),
            Format.of(EntityType.UK_VEHICLE_REGISTRATION, "A{3} ?9{1,3}[A-HJ-NPR-TV-Y]", 0.15, 0.6));

    private BritishFormats() {}

    private static boolean nhs(String value) {
        return weighted(value, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 11 == 0 && !isUniform(value);
    }

    private static boolean licence(String value) {
        int month = number(value, 6, 8) % 50;
        int day = number(value, 8, 10);
        return month >= 1 && month <= 12 && day >= 1 && day <= 31 && digit(value, 6) % 5 <= 1;
    }

    private static boolean age(String value) {
        int age = number(value, 2, 4);
        return (age >= 2 && age <= 29) || (age >= 51 && age <= 79);
    }
}

package io.modelwatch.redaction.national;

import static io.modelwatch.redaction.format.Checks.alphanumeric;
import static io.modelwatch.redaction.format.Checks.digit;
import static io.modelwatch.redaction.format.Checks.isDate;
import static io.modelwatch.redaction.format.Checks.isUniform;
import static io.modelwatch.redaction.format.Checks.luhn;
import static io.modelwatch.redaction.format.Checks.number;
import static io.modelwatch.redaction.format.Checks.verhoeff;
import static io.modelwatch.redaction.format.Checks.weighted;

import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.format.Format;
import java.util.List;
import java.util.Set;

/** Africa, Australia and Asia outside China. */
final class OtherFormats {

    private static final Set<String> INDIAN_STATES = Set.of(
            "AN", "AP", "AR", "AS", "BH", "BR", "CG", "CH", "DD", "DL", "DN", "GA", "GJ", "HP", "HR", "JH", "JK", "KA",
            "KL", "LA", "LD", "MH", "ML", "MN", "MP", "MZ", "NL", "OD", "OR", "PB", "PY", "RJ", "SK", "TN", "TR", "TS",
            "UK", "UP", "WB");
    private static final String BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String UEN_OTHER = "ABCDEFGHJKLMNPQRSTUVWX0123456789";

    static final List<Format> ALL = List.of(
            Format.of(EntityType.ZA_ID_NUMBER, "9{13}", 0.5, 0.95).check(OtherFormats::southAfrican),
            Format.of(EntityType.NG_NIN, "[1-9]9{10}", 0.02, 0.6),
            Format.of(EntityType.NG_NIN, "[1-9]9{10}", 0.3, 0.9).check(value -> verhoeff(value) && !isUniform(value)),
            Format.of(EntityType.NG_VEHICLE_REGISTRATION, "A{3}[ -]?9{3}[ -]?A{2}", 0.3, 0.8),
            Format.of(EntityType.AU_ABN, "[1-9]9{10}", 0.4, 0.95).check(OtherFormats::abn),
            Format.of(EntityType.AU_ABN, "[1-9]9 9{3} 9{3} 9{3}", 0.7, 0.98).check(OtherFormats::abn),
            Format.of(EntityType.AU_ACN, "9{9}", 0.15, 0.9).check(OtherFormats::acn),
            Format.of(EntityType.AU_ACN, "9{3} 9{3} 9{3}", 0.3, 0.95).check(OtherFormats::acn),
            Format.of(EntityType.AU_TFN, "9{9}", 0.15, 0.9).check(OtherFormats::tfn),
            Format.of(EntityType.AU_TFN, "9{3} 9{3} 9{3}", 0.3, 0.95).check(OtherFormats::tfn),
            Format.of(EntityType.AU_MEDICARE, "[2-6]9{9}", 0.2, 0.9).check(OtherFormats::medicare),
            Format.of(EntityType.AU_MEDICARE, "[2-6]9{3} 9{5} 9", 0.5, 0.95).check(OtherFormats::medicare),
            Format.of(EntityType.IN_AADHAAR, "[2-9]9{11}", 0.35, 0.95).check(OtherFormats::aadhaar),
            Format.of(EntityType.IN_AADHAAR, "[2-9]9{3}[ :-]9{4}[ :-]9{4}", 0.7, 0.95)
                    .sameSeparators()
                    .check(OtherFormats::aadhaar),
            Format.of(EntityType.IN_GSTIN, "9{2}A{5}9{4}A[1-9A-Z][Z]N", 0.6, 0.9)
                    .check(OtherFormats::indianState),
            Format.of(EntityType.IN_GSTIN, "9{2}A{5}9{4}A[1-9A-Z][Z]N", 0.95, 0.98)
                    .check(value -> indianState(value) && gstin(value)),
            Format.of(EntityType.IN_PAN, "A{3}[ABCFGHLJPT]A9{4}A", 0.5, 0.9),
            Format.of(EntityType.IN_PAN, "A{5}9{4}A", 0.2, 0.75),
            Format.of(EntityType.IN_PASSPORT, "A[1-9]9{6}", 0.1, 0.65),
            Format.of(EntityType.IN_VEHICLE_REGISTRATION, "A{2}[ -]?9{2}[ -]?A{1,3}[ -]?9{4}", 0.5, 0.9)
                    .check(value -> INDIAN_STATES.contains(value.substring(0, 2))),
            Format.of(EntityType.IN_VEHICLE_REGISTRATION, "A{2}9{5,6}", 0.1, 0.6)
                    .check(value -> INDIAN_STATES.contains(value.substring(0, 2))),
            Format.of(EntityType.IN_VEHICLE_REGISTRATION, "A{3}9{4}", 0.1, 0.6),
            Format.of(EntityType.IN_VEHICLE_REGISTRATION, "[I]9{5}", 0.1, 0.6),
            Format.of(EntityType.IN_VEHICLE_REGISTRATION, "9{2}[B][H]9{4}A{1,2}", 0.5, 0.9),
            Format.of(EntityType.IN_VEHICLE_REGISTRATION, "9{1,3}[C][CD]9{1,4}", 0.1, 0.6),
            Format.of(EntityType.IN_VOTER, "A{3}9{7}", 0.2, 0.8),
            Format.of(EntityType.KR_BRN, "9{3}-9{2}-9{5}", 0.8, 0.98).check(OtherFormats::koreanBusiness),
            Format.of(EntityType.KR_BRN, "9{10}", 0.1, 0.9).check(OtherFormats::koreanBusiness),
            Format.of(EntityType.KR_DRIVER_LICENSE, "[12]9-9{2}-9{6}-9{2}", 0.6, 0.95)
                    .check(OtherFormats::koreanRegion),
            Format.of(EntityType.KR_RRN, "9{6}-[1-4]9{6}", 0.5, 0.9).check(OtherFormats::koreanDate),
            Format.of(EntityType.KR_RRN, "9{6}-[1-4]9{6}", 0.9, 0.98)
                    .check(value -> koreanDate(value) && koreanCheck(value, 11)),
            Format.of(EntityType.KR_RRN, "9{6}[1-4]9{6}", 0.2, 0.75).check(OtherFormats::koreanDate),
            Format.of(EntityType.KR_RRN, "9{6}[1-4]9{6}", 0.4, 0.95)
                    .check(value -> koreanDate(value) && koreanCheck(value, 11)),
            Format.of(EntityType.KR_FRN, "9{6}-[5-8]9{6}", 0.5, 0.9).check(OtherFormats::koreanDate),
            Format.of(EntityType.KR_FRN, "9{6}-[5-8]9{6}", 0.9, 0.98)
                    .check(value -> koreanDate(value) && koreanCheck(value, 13)),
            Format.of(EntityType.KR_FRN, "9{6}[5-8]9{6}", 0.2, 0.75).check(OtherFormats::koreanDate),
            Format.of(EntityType.KR_FRN, "9{6}[5-8]9{6}", 0.4, 0.95)
                    .check(value -> koreanDate(value) && koreanCheck(value, 13)),
            Format.of(EntityType.KR_PASSPORT, "[MSRODG]9{3}A9{4}", 0.3, 0.9),
            Format.of(EntityType.KR_PASSPORT, "[MSRODG]9{8}", 0.1, 0.85),
            Format.of(EntityType.SG_NRIC_FIN, "[STFGM]9{7}A", 0.8, 0.98).check(OtherFormats::nric),
            Format.of(EntityType.SG_NRIC_FIN, "[STFGM]9{7}A", 0.4, 0.8),
            Format.of(EntityType.SG_NRIC_FIN, "A9{7}A", 0.15, 0.7),
            Format.of(EntityType.SG_UEN, "9{8,9}A", 0.5, 0.95).check(OtherFormats::uen),
            Format.of(EntityType.SG_UEN, "[TSR]9{2}A{2}9{4}A", 0.8, 0.98).check(OtherFormats::uen),
            Format.of(EntityType.TH_TNIN, "[1-8]9{12}", 0.3, 0.95).check(OtherFormats::thai),
            Format.of(EntityType.TH_TNIN, "[1-8]-9{4}-9{5}-9{2}-9", 0.8, 0.98).check(OtherFormats::thai));

    private OtherFormats() {}

    private static boolean southAfrican(String value) {
        int year = number(value, 0, 2);
        boolean date = isDate(1900 + year, number(value, 2, 4), number(value, 4, 6))
                || isDate(2000 + year, number(value, 2, 4), number(value, 4, 6));
        return date && digit(value, 10) <= 2 && luhn(value);
    }

    private static boolean abn(String value) {
        return (weighted(value, 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19) - 10) % 89 == 0;
    }

    private static boolean acn(String value) {
        return (10 - weighted(value, 8, 7, 6, 5, 4, 3, 2, 1) % 10) % 10 == digit(value, 8) && !isUniform(value);
    }

    private static boolean tfn(String value) {
        return weighted(value, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0 && !isUniform(value);
    }

    private static boolean medicare(String value) {
        return weighted(value, 1, 3, 7, 9, 1, 3, 7, 9) % 10 == digit(value, 8);
    }

    private static boolean aadhaar(String value) {
        return verhoeff(value) && !value.contentEquals(new StringBuilder(value).reverse());
    }

    private static boolean indianState(String value) {
        int state = number(value, 0, 2);
        return state >= 1 && state <= 37;
    }

    private static boolean gstin(String value) {
        int sum = 0;
        for (int i = 0; i < 14; i++) {
            int product = alphanumeric(value.charAt(i)) * (i % 2 + 1);
            sum += product / 36 + product % 36;
        }
        return BASE36.charAt((36 - sum % 36) % 36) == value.charAt(14);
    }

    private static boolean koreanBusiness(String value) {
        int sum = weighted(value, 1, 3, 7, 1, 3, 7, 1, 3, 5) + digit(value, 8) * 5 / 10;
        return (10 - sum % 10) % 10 == digit(value, 9);
    }

    private static boolean koreanRegion(String value) {
        int region = number(value, 0, 2);
        return region >= 11 && region <= 28 && region != 27;
    }

    private static boolean koreanDate(String value) {
        int century = "1256".indexOf(value.charAt(6)) >= 0 ? 1900 : 2000;
        return isDate(century + number(value, 0, 2), number(value, 2, 4), number(value, 4, 6));
    }

    private static boolean koreanCheck(String value, int base) {
        return Math.floorMod(base - weighted(value, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5) % 11, 10) == digit(value, 12);
    }

    private static boolean nric(String value) {
        int sum = 0;
        int[] weights = {2, 7, 6, 5, 4, 3, 2};
        for (int i = 0; i < 7; i++) {
            sum += digit(value, i + 1) * weights[i];
        }
        char last = value.charAt(8);
        return switch (value.charAt(0)) {
            case 'S' -> "JZIHGFEDCBA".charAt(sum % 11) == last;
            case 'T' -> "JZIHGFEDCBA".charAt((sum + 4) % 11) == last;
            case 'F' -> "XWUTRQPNMLK".charAt(sum % 11) == last;
            case 'G' -> "XWUTRQPNMLK".charAt((sum + 4) % 11) == last;
            default -> "KLJNPQRTUWX".charAt((sum + 3) % 11) == last;
        };
    }

    private static boolean uen(String value) {
        char last = value.charAt(value.length() - 1);
        if (!Character.isDigit(value.charAt(0))) {
            int sum = 0;
            int[] weights = {4, 3, 5, 3, 10, 2, 2, 5, 7};
            for (int i = 0; i < 9; i++) {
                int index = UEN_OTHER.indexOf(value.charAt(i));
                if (index < 0) {
                    return false;
                }
                sum += index * weights[i];
            }
            return UEN_OTHER.charAt(Math.floorMod(sum - 5, 11)) == last;
        }
        return value.length() == 9
                ? "XMKECAWLJDB".charAt(weighted(value, 10, 4, 9, 3, 8, 2, 7, 1) % 11) == last
                : "ZKCMDNERGWH".charAt(weighted(value, 10, 8, 6, 4, 9, 7, 5, 3, 1) % 11) == last;
    }

    private static boolean thai(String value) {
        return (11 - weighted(value, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 10 == digit(value, 12);
    }
}

package io.modelwatch.redaction.china;

import static io.modelwatch.redaction.format.Checks.alphanumeric;
import static io.modelwatch.redaction.format.Checks.digit;
import static io.modelwatch.redaction.format.Checks.isDate;
import static io.modelwatch.redaction.format.Checks.isNumeric;
import static io.modelwatch.redaction.format.Checks.isUniform;
import static io.modelwatch.redaction.format.Checks.number;
import static io.modelwatch.redaction.format.Checks.weighted;

import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.format.Format;
import java.util.List;
import java.util.Set;

/** Identifiers of China, Hong Kong, Macau and Taiwan with a form of their own. */
public final class ChineseFormats {

    private static final Set<Integer> PROVINCES = Set.of(
            11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61,
            62, 63, 64, 65, 71, 81, 82, 83, 91);
    private static final Set<Integer> MOBILE_NEVER = Set.of(154, 160, 161, 163, 164, 168, 169, 179);
    private static final int[] RESIDENT = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CREDIT_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final String TAIWAN = "ABCDEFGHJKLMNPQRSTUVXYWZIO";

    public static final List<Format> ALL = List.of(
            Format.of(EntityType.CN_ID, "9{17}[0-9X]", 1, 1).check(ChineseFormats::residentId),
            Format.of(EntityType.CN_ID, "9{6}[ -]9{8}[ -]9{3}[0-9X]", 1, 1).check(ChineseFormats::residentId),
            Format.of(EntityType.CN_ID, "9{15}", 0.5, 0.9).check(ChineseFormats::oldResidentId),
            Format.of(EntityType.CN_MOBILE, "[1][3-9]9{9}", 0.9, 0.98).check(ChineseFormats::mobile),
            Format.of(EntityType.CN_MOBILE, "[1][3-9]9[ -]9{4}[ -]9{4}", 0.9, 0.98)
                    .check(ChineseFormats::mobile),
            Format.of(EntityType.CN_MOBILE, "[0]?[0]?[8][6][ -]?[1][3-9]9[ -]?9{4}[ -]?9{4}", 0.9, 0.98)
                    .check(value -> mobile(value.substring(value.length() - 11))),
            Format.of(EntityType.CN_TEL, "[0][12]9-9{8}", 0.8, 0.95),
            Format.of(EntityType.CN_TEL, "[0][3-9]9{2}-9{7,8}", 0.8, 0.95),
            Format.of(EntityType.CN_TEL, "[0][12]9[ ]?9{8}", 0.3, 0.85),
            Format.of(EntityType.CN_TEL, "[0][3-9]9{2}[ ]?9{7,8}", 0.2, 0.8),
            Format.of(EntityType.CN_TEL, "[48][0][0]-9{3}-9{4}", 0.6, 0.9),
            Format.of(EntityType.CN_TEL, "[48][0][0]-9{7}", 0.7, 0.9),
            Format.of(EntityType.CN_TEL, "[48][0][0]9{7}", 0.2, 0.85),
            Format.of(EntityType.CN_TEL, "9{8}", 0, 0.6).check(value -> "2345678".indexOf(value.charAt(0)) >= 0),
            Format.of(EntityType.CN_PASSPORT, "[EGDSPHK]9{8}", 0.3, 0.9),
            Format.of(EntityType.CN_PASSPORT, "[E][A-HJ-NP-Z]9{7}", 0.3, 0.9),
            Format.of(EntityType.CN_PASSPORT, "[1][45]9{7}", 0.02, 0.7),
            Format.of(EntityType.CN_HK_MACAU_PERMIT, "[HMCW]9{8,10}", 0.2, 0.85),
            Format.of(EntityType.CN_HK_MACAU_PERMIT, "[C][A-Z]9{7}", 0.1, 0.8),
            Format.of(EntityType.CN_TAIWAN_PERMIT, "9{8}", 0.02, 0.8),
            Format.of(EntityType.CN_TAIWAN_PERMIT, "[TL]9{8}", 0.1, 0.8),
            Format.of(EntityType.CN_TAIWAN_PERMIT, "9{10}[A-Z]?", 0.02, 0.7),
            Format.of(EntityType.CN_USCC, "[0-9A-HJ-NPQRTUWXY]{2}9{6}[0-9A-HJ-NPQRTUWXY]{10}", 0.95, 1)
                    .check(value -> creditCode(value) && !isNumeric(value)),
            Format.of(EntityType.CN_USCC, "9{18}", 0.4, 0.95)
                    .check(value -> creditCode(value) && PROVINCES.contains(number(value, 2, 4))),
            Format.of(EntityType.HK_ID, "A{1,2}9{6}[(]?[0-9A][)]?", 0.4, 0.95).check(ChineseFormats::hongKong),
            Format.of(EntityType.HK_ID, "A{1,2}9{6}[(][0-9A][)]", 0.9, 0.98).check(ChineseFormats::hongKong),
            Format.of(EntityType.MO_ID, "[157]9{6}[(]9[)]", 0.5, 0.9),
            Format.of(EntityType.MO_ID, "[157]9{7}", 0.02, 0.7),
            Format.of(EntityType.TW_ID, "A[12]9{8}", 0.5, 0.95).check(ChineseFormats::taiwan),
            Format.of(EntityType.CN_QQ, "[1-9]9{4,10}", 0, 0.8));

    private ChineseFormats() {}

    static boolean mobile(String value) {
        return !MOBILE_NEVER.contains(number(value, 0, 3)) && !isUniform(value.substring(3));
    }

    private static boolean residentId(String value) {
        char expected = "10X98765432".charAt(weighted(value, RESIDENT) % 11);
        int year = number(value, 6, 10);
        return PROVINCES.contains(number(value, 0, 2))
                && year >= 1850
                && year <= 2100
                && isDate(year, number(value, 10, 12), number(value, 12, 14))
                && expected == value.charAt(17);
    }

    private static boolean oldResidentId(String value) {
        return PROVINCES.contains(number(value, 0, 2))
                && number(value, 2, 4) > 0
                && isDate(1900 + number(value, 6, 8), number(value, 8, 10), number(value, 10, 12));
    }

    private static boolean creditCode(String value) {
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < 17; i++) {
            sum += CREDIT_CODE.indexOf(value.charAt(i)) * weight;
            weight = weight * 3 % 31;
        }
        return CREDIT_CODE.charAt((31 - sum % 31) % 31) == value.charAt(17);
    }

    private static boolean hongKong(String value) {
        boolean two = value.length() == 9;
        int sum = (two ? alphanumeric(value.charAt(0)) : 36) * 9 + alphanumeric(value.charAt(two ? 1 : 0)) * 8;
        for (int i = 0; i < 6; i++) {
            sum += digit(value, i + (two ? 2 : 1)) * (7 - i);
        }
        char last = value.charAt(value.length() - 1);
        return (sum + (last == 'A' ? 10 : last - '0')) % 11 == 0;
    }

    private static boolean taiwan(String value) {
        int region = TAIWAN.indexOf(value.charAt(0)) + 10;
        int sum = region / 10 + region % 10 * 9 + digit(value, 9);
        for (int i = 1; i < 9; i++) {
            sum += digit(value, i) * (9 - i);
        }
        return sum % 10 == 0;
    }
}

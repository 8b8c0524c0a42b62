package io.modelwatch.redaction.general;

import io.modelwatch.redaction.entity.Candidates;
import io.modelwatch.redaction.entity.Chars;
import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Recogniser;
import io.modelwatch.redaction.entity.Subject;
import io.modelwatch.redaction.format.Checks;
import java.util.HashMap;
import java.util.Map;

/** Payment cards by brand and Luhn, and IBANs by country length and mod 97. */
final class AccountRecogniser implements Recogniser {

    private static final Map<String, Integer> IBAN_LENGTHS = ibanLengths();
    private static final int LONGEST_CARD = 19;

    @Override
    public void scan(Subject subject, Candidates candidates) {
        for (int i = 0; i < subject.tokens().size(); i++) {
            int start = subject.tokens().get(i);
            if (Chars.isDigit(subject.at(start))) {
                card(subject, candidates, start);
            } else if (Chars.isDigit(subject.at(start + 2)) && Chars.isDigit(subject.at(start + 3))) {
                iban(subject, candidates, start);
            }
        }
    }

    private static void card(Subject subject, Candidates candidates, int start) {
        int run = start;
        while (run - start <= LONGEST_CARD && Chars.isDigit(subject.at(run))) {
            run++;
        }
        int end = run - start >= 12 ? run : run - start == 4 ? groupsEnd(subject, start) : -1;
        if (end < 0 || !subject.standsAlone(start, end)) {
            return;
        }
        String digits = subject.compact(start, end);
        if (digits.length() > LONGEST_CARD || Checks.isUniform(digits) || !Checks.luhn(digits)) {
            return;
        }
        double score = brandScore(digits);
        if (score > 0) {
            candidates.add(EntityType.CREDIT_CARD, start, end, score, Math.max(0.95, score));
        }
        if (digits.length() >= 16 && (digits.startsWith("62") || digits.startsWith("60"))) {
            candidates.add(EntityType.CN_BANK_CARD, start, end, digits.startsWith("62") ? 1 : 0.3, 1);
        } else if (digits.length() >= 16) {
            candidates.add(EntityType.CN_BANK_CARD, start, end, 0.1, 0.85);
        }
    }

    /** Groups of 4-4-4-4, 4-4-4-4-3, 4-6-5 or 4-6-4 after one and the same separator, or -1. */
    private static int groupsEnd(Subject subject, int start) {
        char separator = subject.at(start + 4);
        if (separator != ' ' && separator != '-') {
            return -1;
        }
        int second = digits(subject, start + 5);
        int end = start + 5 + second;
        if (second == 6) {
            int third = digits(subject, end + 1);
            return subject.at(end) == separator && (third == 4 || third == 5) ? end + 1 + third : -1;
        }
        for (int group = 2; group < 4; group++) {
            if (second != 4 || subject.at(end) != separator || digits(subject, end + 1) != 4) {
                return -1;
            }
            end += 5;
        }
        int last = subject.at(end) == separator ? digits(subject, end + 1) : 0;
        return last >= 1 && last <= 3 && Checks.luhn(subject.compact(start, end + 1 + last)) ? end + 1 + last : end;
    }

    private static int digits(Subject subject, int start) {
        int i = start;
        while (i - start < 8 && Chars.isDigit(subject.at(i))) {
            i++;
        }
        return i - start;
    }

    /** How much brand and length say, or 0 where no brand issues such a number. */
    private static double brandScore(String digits) {
        int length = digits.length();
        int two = Checks.number(digits, 0, 2);
        int four = Checks.number(digits, 0, 4);
        if (digits.charAt(0) == '4') {
            return length == 16 ? 0.95 : length == 13 || length == 19 ? 0.6 : 0;
        }
        if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) {
            return length == 16 ? 0.95 : 0;
        }
        if (two == 34 || two == 37) {
            return length == 15 ? 0.95 : 0;
        }
        if (two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059) || four == 3095) {
            return length == 14 ? 0.8 : length >= 16 ? 0.6 : 0;
        }
        if (two == 35) {
            return length < 16 ? 0 : four >= 3528 && four <= 3589 ? 0.9 : 0.6;
        }
        if (four == 1800 || four == 2131) {
            return length == 15 ? 0.7 : 0;
        }
        if (four == 6011 || two == 65 || (four >= 6440 && four <= 6499)) {
            return length >= 16 ? 0.9 : 0;
        }
        if (two == 62 || four == 8171) {
            return length >= 16 ? 0.9 : 0;
        }
        if (two == 50 || two == 56 || two == 57 || two == 58 || two == 63 || two == 67 || two == 60) {
            return length == 16 ? 0.8 : 0.5;
        }
        if (digits.charAt(0) == '1') {
            return length == 15 ? 0.5 : 0;
        }
        return four >= 2200 && four <= 2204 && length >= 16 ? 0.8 : 0;
    }

    private static void iban(Subject subject, Candidates candidates, int start) {
        String country = subject.compact(start, start + 2);
        Integer length = IBAN_LENGTHS.get(country);
        if (length == null) {
            return;
        }
        int i = start;
        int taken = 0;
        while (taken < length) {
            char c = subject.at(i);
            if (Chars.isAlphanumeric(c)) {
                taken++;
            } else if ((c != ' ' && c != '-') || !Chars.isAlphanumeric(subject.at(i - 1))) {
                return;
            }
            i++;
        }
        if (!Chars.isWord(subject.at(i)) && Checks.mod97(subject.compact(start, i))) {
            candidates.add(EntityType.IBAN_CODE, start, i, 1);
        }
    }

    private static Map<String, Integer> ibanLengths() {
        String lengths =
                "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 "
                        + "DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 "
                        + "IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 "
                        + "MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 "
                        + "SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";
        Map<String, Integer> byCountry = new HashMap<>();
        for (String entry : lengths.split(" ", -1)) {
            byCountry.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
        }
        return byCountry;
    }
}

package io.modelwatch.quality.detect;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The numbers a folded text speaks of, whatever way they are written: 1,500 and 1500, 3.5万 and 35000, 2 million, 十二,
 * twelve, March for the month 3.
 */
final class Quantities {

    private static final String DIGITS = "零一二三四五六七八九";
    private static final String MEASURES = "年月日天周时分秒次人岁名位件只家元块米吨倍层届章";
    private static final int MOST = 500;
    private static final int LONGEST_WORD = 10;

    private static final Map<String, Double> WORDS = words();
    private static final Map<String, Double> SCALES = Map.of(
            "hundred",
            1e2,
            "thousand",
            1e3,
            "million",
            1e6,
            "billion",
            1e9,
            "trillion",
            1e12,
            "k",
            1e3,
            "m",
            1e6,
            "bn",
            1e9);

    private Quantities() {}

    private static Map<String, Double> words() {
        Map<String, Double> words = new HashMap<>();
        String[] numbers = {
            "zero",
            "",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty"
        };
        for (int i = 0; i < numbers.length; i++) {
            words.put(numbers[i], (double) i);
        }
        String[] months = {
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december"
        };
        for (int i = 0; i < months.length; i++) {
            // "may" and "march" are other words more often than months.
            if (i != 2 && i != 4) {
                words.put(months[i], i + 1.0);
            }
        }
        words.remove("");
        return Map.copyOf(words);
    }

    /** The values, the first few hundred of them. */
    static Set<Double> of(CharSequence folded) {
        Set<Double> values = new HashSet<>();
        int length = folded.length();
        int at = 0;
        while (at < length && values.size() < MOST) {
            char c = folded.charAt(at);
            if (c >= '0' && c <= '9') {
                at = digits(folded, at, values);
            } else if (isNumeral(c)) {
                at = numerals(folded, at, values);
            } else if (c >= 'a' && c <= 'z') {
                int end = wordEnd(folded, at);
                Double value = end - at > LONGEST_WORD
                        ? null
                        : WORDS.get(folded.subSequence(at, end).toString());
                if (value != null) {
                    values.add(value * scale(folded, end));
                }
                at = end;
            } else {
                at++;
            }
        }
        return values;
    }

    private static int wordEnd(CharSequence text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= 'a' && text.charAt(end) <= 'z') {
            end++;
        }
        return end;
    }

    /** Digits with thousands' commas and one point, and the unit behind them. */
    private static int digits(CharSequence text, int from, Set<Double> values) {
        double value = 0;
        double place = 0;
        int at = from;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                if (place == 0) {
                    value = value * 10 + (c - '0');
                } else {
                    value += (c - '0') * place;
                    place /= 10;
                }
            } else if (c == '.' && place == 0 && isDigit(text, at + 1)) {
                place = 0.1;
            } else if (c != ',' || place != 0 || !thousands(text, at)) {
                break;
            }
        }
        if (value <= Double.MAX_VALUE) {
            values.add(value * scale(text, at));
        }
        return at;
    }

    private static boolean thousands(CharSequence text, int comma) {
        return isDigit(text, comma + 1)
                && isDigit(text, comma + 2)
                && isDigit(text, comma + 3)
                && !isDigit(text, comma + 4);
    }

    private static boolean isDigit(CharSequence text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** What the unit right behind a number multiplies it by. */
    private static double scale(CharSequence text, int from) {
        int at = from < text.length() && text.charAt(from) == ' ' ? from + 1 : from;
        double scale = 1;
        int units = 0;
        for (; at < text.length() && units < 2; at++, units++) {
            double unit = unit(text.charAt(at));
            if (unit < 100) {
                break;
            }
            scale *= unit;
        }
        if (scale > 1 || at >= text.length() || text.charAt(at) < 'a' || text.charAt(at) > 'z') {
            return scale;
        }
        int end = wordEnd(text, at);
        return end - at > LONGEST_WORD
                ? 1
                : SCALES.getOrDefault(text.subSequence(at, end).toString(), 1.0);
    }

    private static double unit(char c) {
        return switch (c) {
            case '十' -> 10;
            case '百' -> 100;
            case '千' -> 1e3;
            case '万', '萬' -> 1e4;
            case '亿', '億' -> 1e8;
            default -> 0;
        };
    }

    private static int digit(char c) {
        return switch (c) {
            case '〇' -> 0;
            case '两', '兩' -> 2;
            default -> DIGITS.indexOf(c);
        };
    }

    private static boolean isNumeral(char c) {
        return digit(c) >= 0 || unit(c) > 0;
    }

    /** Chinese numerals, by places (二〇一四) or by units (三千五百万); a single one counts before a measure only. */
    private static int numerals(CharSequence text, int from, Set<Double> values) {
        double whole = 0;
        double section = 0;
        double digit = 0;
        double byPlaces = 0;
        boolean units = false;
        int at = from;
        for (; at < text.length() && isNumeral(text.charAt(at)); at++) {
            double unit = unit(text.charAt(at));
            if (unit == 0) {
                digit = digit(text.charAt(at));
                byPlaces = byPlaces * 10 + digit;
            } else {
                units = true;
                if (unit < 1e4) {
                    section += (digit == 0 ? 1 : digit) * unit;
                } else {
                    whole = (whole + section + digit) * unit;
                    section = 0;
                }
                digit = 0;
            }
        }
        // 万 behind a number in digits belongs to that.
        boolean begins = unit(text.charAt(from)) < 1e4;
        boolean counts = at - from > 1 || (at < text.length() && MEASURES.indexOf(text.charAt(at)) >= 0);
        if (begins && counts && byPlaces <= Double.MAX_VALUE && whole <= Double.MAX_VALUE) {
            values.add(units ? whole + section + digit : byPlaces);
        }
        return at;
    }
}

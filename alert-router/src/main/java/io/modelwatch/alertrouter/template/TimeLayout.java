package io.modelwatch.alertrouter.template;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;

/** Times written after the example of Go's reference time, Mon Jan 2 15:04:05 MST 2006. */
final class TimeLayout {

    /** Longer ones before those that they begin with. */
    private static final List<String> PARTS = List.of(
            "January",
            "Jan",
            "Monday",
            "Mon",
            "MST",
            "2006",
            "-07:00:00",
            "-070000",
            "-07:00",
            "-0700",
            "-07",
            "Z07:00:00",
            "Z070000",
            "Z07:00",
            "Z0700",
            "Z07",
            "002",
            "01",
            "02",
            "03",
            "04",
            "05",
            "06",
            "_2006",
            "__2",
            "_2",
            "15",
            "PM",
            "pm",
            "1",
            "2",
            "3",
            "4",
            "5");

    private static final int NANO_DIGITS = 9;
    private static final int HALF_DAY = 12;

    private TimeLayout() {}

    static String format(ZonedDateTime time, String layout) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < layout.length()) {
            int fraction = fraction(layout, at);
            if (fraction > 0) {
                text.append(fractionOf(time, layout.substring(at, at + fraction)));
                at += fraction;
                continue;
            }
            String part = part(layout, at);
            if (part.isEmpty()) {
                text.append(layout.charAt(at++));
            } else {
                text.append(write(time, part));
                at += part.length();
            }
        }
        return text.toString();
    }

    private static String part(String layout, int at) {
        for (String part : PARTS) {
            boolean word = "Jan".equals(part) || "Mon".equals(part);
            if (layout.startsWith(part, at) && !(word && lowerAt(layout, at + part.length()))) {
                return part;
            }
        }
        return "";
    }

    private static boolean lowerAt(String layout, int at) {
        return at < layout.length() && layout.charAt(at) >= 'a' && layout.charAt(at) <= 'z';
    }

    /** The length of a fraction of a second such as {@code .000} that stands here, 0 for none. */
    private static int fraction(String layout, int at) {
        if (layout.charAt(at) != '.' && layout.charAt(at) != ',') {
            return 0;
        }
        int end = at + 1;
        char digit = end < layout.length() ? layout.charAt(end) : ' ';
        if (digit != '0' && digit != '9') {
            return 0;
        }
        while (end < layout.length() && layout.charAt(end) == digit) {
            end++;
        }
        boolean number = end < layout.length() && Character.isDigit(layout.charAt(end));
        return number ? 0 : end - at;
    }

    private static String fractionOf(ZonedDateTime time, String part) {
        String digits = String.format(Locale.ROOT, "%09d", time.getNano());
        int length = part.length() - 1;
        digits = length <= NANO_DIGITS ? digits.substring(0, length) : digits + "0".repeat(length - NANO_DIGITS);
        if (part.charAt(1) == '9') {
            digits = digits.replaceAll("0+$", "");
            return digits.isEmpty() ? "" : part.charAt(0) + digits;
        }
        return part.charAt(0) + digits;
    }

    private static String write(ZonedDateTime time, String part) {
        int hour12 = time.getHour() % HALF_DAY == 0 ? HALF_DAY : time.getHour() % HALF_DAY;
        return switch (part) {
            case "January" -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Jan" ->
                time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
            case "Monday" -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Mon" ->
                time.getDayOfWeek()
                        .getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                        .substring(0, 3);
            case "MST" -> zone(time);
            case "2006" -> padded(time.getYear(), 4);
            case "_2006" -> "_" + padded(time.getYear(), 4);
            case "06" -> padded(time.getYear() % 100, 2);
            case "01" -> padded(time.getMonthValue(), 2);
            case "1" -> String.valueOf(time.getMonthValue());
            case "02" -> padded(time.getDayOfMonth(), 2);
            case "_2" -> String.format(Locale.ROOT, "%2d", time.getDayOfMonth());
            case "2" -> String.valueOf(time.getDayOfMonth());
            case "002" -> padded(time.getDayOfYear(), 3);
            case "__2" -> String.format(Locale.ROOT, "%3d", time.getDayOfYear());
            case "15" -> padded(time.getHour(), 2);
            case "03" -> padded(hour12, 2);
            case "3" -> String.valueOf(hour12);
            case "04" -> padded(time.getMinute(), 2);
            case "4" -> String.valueOf(time.getMinute());
            case "05" -> padded(time.getSecond(), 2);
            case "5" -> String.valueOf(time.getSecond());
            case "PM" -> time.getHour() < HALF_DAY ? "AM" : "PM";
            case "pm" -> time.getHour() < HALF_DAY ? "am" : "pm";
            default -> offset(time.getOffset().getTotalSeconds(), part);
        };
    }

    private static String padded(int number, int width) {
        return String.format(Locale.ROOT, "%0" + width + "d", number);
    }

    private static String offset(int seconds, String part) {
        boolean zulu = part.startsWith("Z");
        if (zulu && seconds == 0) {
            return "Z";
        }
        int size = Math.abs(seconds);
        String separator = part.contains(":") ? ":" : "";
        StringBuilder text = new StringBuilder(seconds < 0 ? "-" : "+").append(padded(size / 3600, 2));
        int digits = part.replace(":", "").length() - 1;
        if (digits > 2) {
            text.append(separator).append(padded(size / 60 % 60, 2));
        }
        if (digits > 4) {
            text.append(separator).append(padded(size % 60, 2));
        }
        return text.toString();
    }

    private static String zone(ZonedDateTime time) {
        ZoneId zone = time.getZone();
        int seconds = time.getOffset().getTotalSeconds();
        if (zone instanceof ZoneOffset) {
            if (seconds == 0) {
                return "UTC";
            }
            // A zone that has no name is written as its offset.
            return offset(seconds, "-0700");
        }
        try {
            return java.time.format.DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH)
                    .format(time);
        } catch (DateTimeException e) {
            return offset(seconds, "-0700");
        }
    }
}

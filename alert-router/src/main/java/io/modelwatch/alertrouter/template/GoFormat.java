package io.modelwatch.alertrouter.template;

import io.modelwatch.alertrouter.label.GoStrings;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Prints values as Go's package fmt does. */
final class GoFormat {

    private static final int MAX_WIDTH = 1_000_000;
    private static final int DEFAULT_PRECISION = 6;
    private static final String BAD = "%!";

    private final StringBuilder out = new StringBuilder();
    private final int limit;

    /** The flags of one verb. */
    private static final class Flags {
        private boolean plus;
        private boolean minus;
        private boolean sharp;
        private boolean space;
        private boolean zero;
        /** The plus and the sharp of the verb v, which mean something else there. */
        private boolean plusV;

        private boolean sharpV;
        private int width = -1;
        private int precision = -1;
    }

    private GoFormat(int limit) {
        this.limit = limit;
    }

    /** What {@code %v} prints. */
    static String value(Object value) {
        GoFormat format = new GoFormat(Integer.MAX_VALUE);
        format.verb(new Flags(), 'v', value);
        return format.out.toString();
    }

    /** Values side by side, with spaces between those that are no texts. */
    static String print(List<Object> values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            if (i > 0 && !(values.get(i) instanceof String) && !(values.get(i - 1) instanceof String)) {
                text.append(' ');
            }
            text.append(value(values.get(i)));
        }
        return text.toString();
    }

    /** Values with spaces between all of them and the end of a line behind. */
    static String println(List<Object> values) {
        return values.stream().map(GoFormat::value).collect(java.util.stream.Collectors.joining(" ")) + "\n";
    }

    /**
     * Values by a format.
     *
     * @param limit most characters
     */
    static String printf(String format, List<Object> values, int limit) {
        GoFormat printer = new GoFormat(limit);
        printer.printf(format, values);
        return printer.out.toString();
    }

    private void printf(String format, List<Object> values) {
        int next = 0;
        boolean reordered = false;
        int at = 0;
        while (at < format.length()) {
            if (out.length() > limit) {
                throw new IllegalArgumentException("the text becomes too long");
            }
            int percent = format.indexOf('%', at);
            if (percent < 0) {
                out.append(format, at, format.length());
                break;
            }
            out.append(format, at, percent);
            at = percent + 1;
            Flags flags = new Flags();
            at = flags(format, at, flags);
            boolean goodIndex = true;
            int[] index = {next, at, 1};
            boolean afterIndex = index(format, values.size(), index);
            if (afterIndex) {
                reordered = true;
                goodIndex = index[2] == 1;
                next = index[0];
                at = index[1];
            }
            if (at < format.length() && format.charAt(at) == '*') {
                at++;
                if (next < values.size() && values.get(next) instanceof Long width && Math.abs(width) <= MAX_WIDTH) {
                    flags.width = (int) Math.abs(width);
                    if (width < 0) {
                        flags.minus = true;
                        flags.zero = false;
                    }
                } else {
                    out.append("%!(BADWIDTH)");
                }
                next++;
                afterIndex = false;
            } else {
                int start = at;
                while (at < format.length() && Character.isDigit(format.charAt(at)) && at - start < 7) {
                    at++;
                }
                if (at > start) {
                    flags.width = Math.min(MAX_WIDTH, Integer.parseInt(format.substring(start, at)));
                    if (afterIndex) {
                        goodIndex = false;
                    }
                }
            }
            if (at < format.length() && format.charAt(at) == '.') {
                at++;
                if (afterIndex) {
                    goodIndex = false;
                }
                index = new int[] {next, at, 1};
                afterIndex = index(format, values.size(), index);
                if (afterIndex) {
                    reordered = true;
                    goodIndex &= index[2] == 1;
                    next = index[0];
                    at = index[1];
                }
                if (at < format.length() && format.charAt(at) == '*') {
                    at++;
                    if (next < values.size()
                            && values.get(next) instanceof Long size
                            && size >= 0
                            && size <= MAX_WIDTH) {
                        flags.precision = size.intValue();
                    } else if (!(next < values.size() && values.get(next) instanceof Long size2 && size2 < 0)) {
                        out.append("%!(BADPREC)");
                    }
                    next++;
                    afterIndex = false;
                } else {
                    int start = at;
                    while (at < format.length() && Character.isDigit(format.charAt(at)) && at - start < 7) {
                        at++;
                    }
                    flags.precision =
                            at > start ? Math.min(MAX_WIDTH, Integer.parseInt(format.substring(start, at))) : 0;
                }
            }
            if (!afterIndex) {
                index = new int[] {next, at, 1};
                if (index(format, values.size(), index)) {
                    reordered = true;
                    goodIndex &= index[2] == 1;
                    next = index[0];
                    at = index[1];
                }
            }
            if (at >= format.length()) {
                out.append("%!(NOVERB)");
                break;
            }
            int verb = format.codePointAt(at);
            at += Character.charCount(verb);
            if (verb == '%') {
                out.append('%');
            } else if (!goodIndex) {
                out.append(BAD).appendCodePoint(verb).append("(BADINDEX)");
            } else if (next >= values.size()) {
                out.append(BAD).appendCodePoint(verb).append("(MISSING)");
            } else {
                if (verb == 'v') {
                    flags.plusV = flags.plus;
                    flags.sharpV = flags.sharp;
                    flags.plus = false;
                    flags.sharp = false;
                }
                verb(flags, verb, values.get(next++));
            }
        }
        if (!reordered && next < values.size()) {
            out.append("%!(EXTRA ");
            for (int i = next; i < values.size(); i++) {
                out.append(i > next ? ", " : "");
                Object extra = values.get(i);
                out.append(Absent.is(extra) ? "<nil>" : Values.type(extra) + "=" + value(extra));
            }
            out.append(')');
        }
    }

    private static int flags(String format, int from, Flags flags) {
        int at = from;
        while (at < format.length()) {
            switch (format.charAt(at)) {
                case '#' -> flags.sharp = true;
                case '0' -> flags.zero = !flags.minus;
                case '+' -> flags.plus = true;
                case '-' -> {
                    flags.minus = true;
                    flags.zero = false;
                }
                case ' ' -> flags.space = true;
                default -> {
                    return at;
                }
            }
            at++;
        }
        return at;
    }

    /** An explicit number of an argument; in: next argument, place; out: the same and whether it is good. */
    private static boolean index(String format, int count, int[] state) {
        int at = state[1];
        if (at >= format.length() || format.charAt(at) != '[') {
            return false;
        }
        int close = format.indexOf(']', at);
        if (close < 0) {
            state[1] = at + 1;
            state[2] = 0;
            return true;
        }
        state[1] = close + 1;
        try {
            int number = Integer.parseInt(format.substring(at + 1, close));
            if (number < 1 || number > count) {
                state[2] = 0;
            } else {
                state[0] = number - 1;
            }
        } catch (NumberFormatException e) {
            state[2] = 0;
        }
        return true;
    }

    private void verb(Flags flags, int verb, Object value) {
        if (Absent.is(value)) {
            if (verb == 'v' || verb == 'T') {
                pad(flags, "<nil>");
            } else {
                out.append(BAD).appendCodePoint(verb).append("(<nil>)");
            }
            return;
        }
        if (verb == 'T') {
            text(flags, 's', Values.type(value));
            return;
        }
        boolean printsItself =
                value instanceof HasMethods methods && methods.method("String").isPresent();
        if (printsItself && "vsxXq".indexOf(verb) >= 0 && !flags.sharpV) {
            text(flags, verb, value.toString());
            return;
        }
        switch (value) {
            case Boolean bool -> {
                if (verb == 't' || verb == 'v') {
                    pad(flags, bool.toString());
                } else {
                    bad(flags, verb, value);
                }
            }
            case Long number -> whole(flags, verb, number, value);
            case GoDuration duration -> whole(flags, verb, duration.nanos(), value);
            case GoName named -> whole(flags, verb, named.number(), value);
            case Double number -> floating(flags, verb, number);
            case String text -> text(flags, verb, text);
            case List<?> list -> list(flags, verb, value, list);
            case Map<?, ?> map -> map(flags, verb, map);
            case Struct struct -> struct(flags, verb, struct);
            default -> {
                if (verb == 'v') {
                    pad(flags, value.toString());
                } else {
                    bad(flags, verb, value);
                }
            }
        }
    }

    private void bad(Flags flags, int verb, Object value) {
        out.append(BAD)
                .appendCodePoint(verb)
                .append('(')
                .append(Values.type(value))
                .append('=');
        verb(flags, 'v', value);
        out.append(')');
    }

    private void list(Flags flags, int verb, Object value, List<?> list) {
        boolean go = flags.sharpV;
        out.append(go ? Values.type(value) + "{" : "[");
        for (int i = 0; i < list.size(); i++) {
            out.append(i == 0 ? "" : go ? ", " : " ");
            verb(flags, verb, list.get(i));
        }
        out.append(go ? '}' : ']');
    }

    private void map(Flags flags, int verb, Map<?, ?> map) {
        boolean go = flags.sharpV;
        out.append(go ? Values.type(map) + "{" : "map[");
        Map<String, Object> sorted = new TreeMap<>(io.modelwatch.alertrouter.label.CodePoints.ORDER);
        map.forEach((key, each) -> sorted.put(String.valueOf(key), each));
        boolean first = true;
        for (Map.Entry<String, Object> each : sorted.entrySet()) {
            out.append(first ? "" : go ? ", " : " ");
            verb(flags, verb, each.getKey());
            out.append(':');
            verb(flags, verb, each.getValue());
            first = false;
        }
        out.append(go ? '}' : ']');
    }

    private void struct(Flags flags, int verb, Struct struct) {
        boolean go = flags.sharpV;
        boolean names = go || flags.plusV;
        out.append(go ? struct.typeName() + "{" : "{");
        boolean first = true;
        for (Map.Entry<String, Object> each : struct.fields().entrySet()) {
            out.append(first ? "" : go ? ", " : " ");
            if (names) {
                out.append(each.getKey()).append(':');
            }
            verb(flags, verb, each.getValue());
            first = false;
        }
        out.append('}');
    }

    private void pad(Flags flags, String text) {
        int length = text.codePointCount(0, text.length());
        int gap = Math.max(0, flags.width - length);
        if (flags.minus) {
            out.append(text).repeat(' ', gap);
        } else {
            out.repeat(flags.zero ? '0' : ' ', gap).append(text);
        }
    }

    private void text(Flags flags, int verb, String text) {
        String cut = flags.precision >= 0 && flags.precision < text.codePointCount(0, text.length())
                ? text.substring(0, text.offsetByCodePoints(0, flags.precision))
                : text;
        switch (verb) {
            case 'v' -> pad(flags, flags.sharpV ? GoStrings.quote(cut) : cut);
            case 's' -> pad(flags, cut);
            case 'q' -> {
                boolean raw = flags.sharp
                        && text.indexOf('`') < 0
                        && text.chars().noneMatch(c -> (c < ' ' && c != '\t') || c == 127);
                pad(flags, raw ? "`" + cut + "`" : flags.plus ? ascii(cut) : GoStrings.quote(cut));
            }
            case 'x', 'X' -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                int length = flags.precision >= 0 ? Math.min(flags.precision, bytes.length) : bytes.length;
                HexFormat hex = verb == 'x' ? HexFormat.of() : HexFormat.of().withUpperCase();
                String prefix = flags.sharp ? "0" + (char) verb : "";
                String digits = flags.space
                        ? hex.withDelimiter(" " + prefix).formatHex(bytes, 0, length)
                        : hex.formatHex(bytes, 0, length);
                pad(flags, length == 0 ? "" : prefix + digits);
            }
            default -> bad(flags, verb, text);
        }
    }

    private static String ascii(String text) {
        StringBuilder quoted = new StringBuilder();
        GoStrings.quote(text).codePoints().forEach(c -> {
            if (c < 128) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append(String.format(Locale.ROOT, c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
            }
        });
        return quoted.toString();
    }

    private void whole(Flags flags, int verb, long number, Object value) {
        switch (verb) {
            case 'v', 'd' -> digits(flags, number, 10, "", false);
            case 'b' -> digits(flags, number, 2, flags.sharp ? "0b" : "", false);
            case 'o' -> digits(flags, number, 8, flags.sharp ? "0" : "", false);
            case 'O' -> digits(flags, number, 8, "0o", false);
            case 'x' -> digits(flags, number, 16, flags.sharp ? "0x" : "", false);
            case 'X' -> digits(flags, number, 16, flags.sharp ? "0X" : "", true);
            case 'c' -> pad(flags, Character.toString(rune(number)));
            case 'q' -> {
                int rune = rune(number);
                String quoted = rune == '\''
                        ? "\\'"
                        : rune == '"'
                                ? "\""
                                : inner(
                                        flags.plus
                                                ? ascii(Character.toString(rune))
                                                : GoStrings.quote(Character.toString(rune)));
                pad(flags, "'" + quoted + "'");
            }
            case 'U' -> {
                String hex = Long.toHexString(number).toUpperCase(Locale.ROOT);
                spaced(flags, "U+" + "0".repeat(Math.max(0, 4 - hex.length())) + hex);
            }
            default -> bad(flags, verb, value);
        }
    }

    private static String inner(String quoted) {
        return quoted.substring(1, quoted.length() - 1);
    }

    private static int rune(long number) {
        boolean valid = number >= 0 && number <= Character.MAX_CODE_POINT && !(number >= 0xD800 && number <= 0xDFFF);
        return valid ? (int) number : 0xFFFD;
    }

    private void digits(Flags flags, long number, int radix, String prefix, boolean upper) {
        String digits = BigInteger.valueOf(number).abs().toString(radix);
        digits = upper ? digits.toUpperCase(Locale.ROOT) : digits;
        if (flags.precision == 0 && number == 0) {
            out.repeat(' ', Math.max(0, flags.width));
            return;
        }
        String sign = number < 0 ? "-" : flags.plus ? "+" : flags.space ? " " : "";
        int least = flags.precision >= 0 ? flags.precision : 0;
        if (flags.precision < 0 && flags.zero && flags.width > 0) {
            least = flags.width - sign.length();
        }
        String zeros = "0".repeat(Math.max(0, least - digits.length()));
        String shown = "0".equals(prefix) && (digits.startsWith("0") || !zeros.isEmpty()) ? "" : prefix;
        spaced(flags, sign + shown + zeros + digits);
    }

    /** Pads with spaces, whatever the flags say of zeros. */
    private void spaced(Flags flags, String text) {
        Flags spaces = new Flags();
        spaces.width = flags.width;
        spaces.minus = flags.minus;
        pad(spaces, text);
    }

    private void floating(Flags flags, int verb, double number) {
        String text;
        switch (verb) {
            case 'v', 'g', 'G' -> text = general(number, flags.precision);
            case 'f', 'F' -> text = fixed(number, flags.precision < 0 ? DEFAULT_PRECISION : flags.precision);
            case 'e', 'E' -> text = scientific(number, flags.precision < 0 ? DEFAULT_PRECISION : flags.precision);
            case 'x', 'X' -> text = hexadecimal(number);
            default -> {
                bad(flags, verb, number);
                return;
            }
        }
        if (verb == 'E' || verb == 'G' || verb == 'X') {
            text = text.toUpperCase(Locale.ROOT);
        }
        boolean finite = Double.isFinite(number);
        boolean negative = text.startsWith("-");
        String size = negative ? text.substring(1) : text;
        String sign = negative ? "-" : flags.plus ? "+" : flags.space ? " " : "";
        if (Double.isInfinite(number) && !negative && !flags.space && !flags.plus) {
            sign = "+";
        }
        if (Double.isNaN(number) && !flags.plus && !flags.space) {
            sign = "";
        }
        if (flags.zero && finite && flags.width > sign.length() + size.length()) {
            out.append(sign)
                    .repeat('0', flags.width - sign.length() - size.length())
                    .append(size);
            return;
        }
        spaced(flags, sign + size);
    }

    private static boolean isNegative(double number) {
        return number < 0 || (number == 0 && 1 / number < 0);
    }

    private static String special(double number) {
        return Double.isNaN(number) ? "NaN" : number < 0 ? "-Inf" : "Inf";
    }

    private static String fixed(double number, int precision) {
        if (!Double.isFinite(number)) {
            return special(number);
        }
        String text = new BigDecimal(Math.abs(number))
                .setScale(precision, RoundingMode.HALF_EVEN)
                .toPlainString();
        return (isNegative(number) ? "-" : "") + text;
    }

    private static String scientific(double number, int precision) {
        if (!Double.isFinite(number)) {
            return special(number);
        }
        BigDecimal value = new BigDecimal(Math.abs(number));
        if (value.signum() == 0) {
            return (isNegative(number) ? "-" : "") + mantissa("0".repeat(precision + 1)) + "e+00";
        }
        BigDecimal rounded = value.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        String digits = rounded.unscaledValue().toString();
        int exponent = digits.length() - 1 - rounded.scale();
        digits += "0".repeat(Math.max(0, precision + 1 - digits.length()));
        return (isNegative(number) ? "-" : "") + mantissa(digits.substring(0, precision + 1)) + exponent(exponent);
    }

    private static String hexadecimal(double number) {
        if (!Double.isFinite(number)) {
            return special(number);
        }
        String text = Double.toHexString(number).replace(".0p", "p");
        int at = text.indexOf('p') + 1;
        int power = number == 0 ? 0 : Integer.parseInt(text.substring(at));
        return text.substring(0, at) + String.format(Locale.ROOT, "%s%02d", power < 0 ? "-" : "+", Math.abs(power));
    }

    private static String mantissa(String digits) {
        return digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    }

    private static String exponent(int exponent) {
        return String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /**
     * As many digits as are needed or asked for, in the shorter form.
     *
     * @param precision how many digits, or -1 for as many as are needed
     */
    static String general(double number, int precision) {
        if (!Double.isFinite(number)) {
            return special(number);
        }
        if (number == 0) {
            return isNegative(number) ? "-0" : "0";
        }
        BigDecimal value = precision < 0
                ? new BigDecimal(Double.toString(Math.abs(number)))
                : new BigDecimal(Math.abs(number))
                        .round(new MathContext(Math.max(1, precision), RoundingMode.HALF_EVEN));
        value = value.stripTrailingZeros();
        String digits = value.unscaledValue().toString();
        int exponent = digits.length() - 1 - value.scale();
        int threshold = precision < 0 ? DEFAULT_PRECISION : Math.max(1, precision);
        String sign = isNegative(number) ? "-" : "";
        if (exponent < -4 || exponent >= threshold) {
            return sign + mantissa(digits) + exponent(exponent);
        }
        return sign + value.toPlainString();
    }
}

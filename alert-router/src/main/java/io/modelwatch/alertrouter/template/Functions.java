package io.modelwatch.alertrouter.template;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.modelwatch.alertrouter.label.RegexGuard;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The functions that Alertmanager adds to Go's. */
final class Functions {

    private static final int SIGNIFICANT = 4;
    private static final long MINUTE = 60;
    private static final long HOUR = 3600;
    private static final long DAY = 86_400;
    private static final String[] SMALL = {"m", "u", "n", "p", "f", "a", "z", "y"};

    private Functions() {}

    static Map<String, Function> functions(InstantSource clock) {
        Map<String, Function> all = new LinkedHashMap<>();
        all.put("toUpper", Function.of(1, args -> Arguments.text(args, 0).toUpperCase(Locale.ROOT)));
        all.put("toLower", Function.of(1, args -> Arguments.text(args, 0).toLowerCase(Locale.ROOT)));
        all.put("title", Function.of(1, args -> title(Arguments.text(args, 0))));
        all.put("trimSpace", Function.of(1, args -> Arguments.text(args, 0).strip()));
        all.put("join", Function.of(2, args -> String.join(Arguments.text(args, 0), Arguments.texts(args.get(1)))));
        all.put(
                "match",
                Function.of(
                        2,
                        args -> regex(Arguments.text(args, 0))
                                .matcher(Arguments.text(args, 1))
                                .find()));
        all.put(
                "reReplaceAll",
                Function.of(
                        3,
                        args -> replace(
                                regex(Arguments.text(args, 0)), Arguments.text(args, 1), Arguments.text(args, 2))));
        all.put("safeHtml", Function.of(1, args -> Arguments.text(args, 0)));
        all.put("safeUrl", Function.of(1, args -> Arguments.text(args, 0)));
        all.put("urlUnescape", Function.of(1, args -> Escapes.unquery(Arguments.text(args, 0))));
        all.put(
                "stringSlice",
                Function.atLeast(
                        0, args -> new Texts(args.stream().map(Arguments::text).toList())));
        all.put("date", Function.of(2, args -> Arguments.time(args, 1).format(Arguments.text(args, 0))));
        all.put("tz", Function.of(2, args -> Arguments.time(args, 1).in(Arguments.text(args, 0))));
        all.put("since", Function.of(1, args -> GoTime.of(clock.instant()).since(Arguments.time(args, 0))));
        all.put("now", Function.of(0, args -> GoTime.of(clock.instant())));
        all.put("humanizeDuration", Function.of(1, args -> humanize(args.getFirst())));
        all.put("toJson", Function.of(1, args -> json(args.getFirst())));
        all.put(
                "truncate",
                Function.of(2, args -> cut(Arguments.text(args, 1), Arguments.number(args, 0), Functions::characters)));
        all.put(
                "truncateBytes",
                Function.of(2, args -> cut(Arguments.text(args, 1), Arguments.number(args, 0), Functions::bytes)));
        all.put("xmlEscape", Function.of(1, args -> Escapes.html(Arguments.text(args, 0))));
        all.put("list", Function.atLeast(0, List::copyOf));
        all.put("append", Function.atLeast(1, Functions::append));
        all.put("dict", Function.atLeast(0, Functions::dict));
        all.put("toDate", Function.of(2, args -> date(Arguments.text(args, 0), Arguments.text(args, 1), false)));
        all.put("mustToDate", Function.of(2, args -> date(Arguments.text(args, 0), Arguments.text(args, 1), true)));
        all.put(
                "base64encode",
                Function.of(
                        1,
                        args -> Base64.getUrlEncoder()
                                .encodeToString(Arguments.text(args, 0).getBytes(StandardCharsets.UTF_8))));
        all.put(
                "base64decode",
                Function.of(1, args -> Literals.text(Base64.getUrlDecoder().decode(Arguments.text(args, 0)))));
        return all;
    }

    /** The longest beginning that is not longer than wanted, as a function counts it. */
    private static String cut(String text, long most, java.util.function.ToLongFunction<String> length) {
        int end = text.length();
        while (end > 0 && length.applyAsLong(text.substring(0, end)) > most) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end);
    }

    private static long characters(String text) {
        return text.codePointCount(0, text.length());
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Each word with a capital first and small letters after it. */
    private static String title(String text) {
        StringBuilder titled = new StringBuilder();
        boolean inside = false;
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            int c = points[i];
            boolean joint = (c == '\'' || c == '’' || c == '.' || c == ':')
                    && inside
                    && i + 1 < points.length
                    && Character.isLetter(points[i + 1]);
            boolean word =
                    Character.isLetterOrDigit(c) || c == '_' || Character.getType(c) == Character.NON_SPACING_MARK;
            if (word) {
                titled.appendCodePoint(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
                inside |= Character.isLetterOrDigit(c);
            } else {
                titled.appendCodePoint(c);
                inside = joint;
            }
        }
        return titled.toString();
    }

    private static Pattern regex(String regex) {
        RegexGuard.check(regex);
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("error parsing regexp: " + e.getMessage(), e);
        }
    }

    private static String replace(Pattern pattern, String replacement, String text) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder replaced = new StringBuilder();
        int copied = 0;
        int lastEnd = -1;
        while (matcher.find()) {
            if (matcher.start() == matcher.end() && matcher.start() == lastEnd) {
                continue;
            }
            replaced.append(text, copied, matcher.start());
            expand(replaced, replacement, matcher);
            copied = matcher.end();
            lastEnd = copied;
        }
        return replaced.append(text.substring(copied)).toString();
    }

    /** {@code $1}, {@code $name}, {@code ${name}} and {@code $$}; the longest name counts, and unknown ones are empty. */
    private static void expand(StringBuilder to, String replacement, Matcher matcher) {
        int at = 0;
        while (at < replacement.length()) {
            char c = replacement.charAt(at);
            if (c != '$') {
                to.append(c);
                at++;
                continue;
            }
            if (replacement.startsWith("$", at + 1)) {
                to.append('$');
                at += 2;
                continue;
            }
            boolean braces = replacement.startsWith("{", at + 1);
            int start = at + (braces ? 2 : 1);
            int end = start;
            while (end < replacement.length()
                    && (Character.isLetterOrDigit(replacement.charAt(end)) || replacement.charAt(end) == '_')) {
                end++;
            }
            if (end == start || (braces && !replacement.startsWith("}", end))) {
                to.append('$');
                at++;
                continue;
            }
            to.append(group(matcher, replacement.substring(start, end)));
            at = end + (braces ? 1 : 0);
        }
    }

    private static String group(Matcher matcher, String name) {
        String value = null;
        if (name.chars().allMatch(c -> c >= '0' && c <= '9') && name.length() < 8) {
            int number = Integer.parseInt(name);
            value = number <= matcher.groupCount() ? matcher.group(number) : null;
        } else if (matcher.pattern().namedGroups().containsKey(name)) {
            value = matcher.group(name);
        }
        return value == null ? "" : value;
    }

    /** Seconds, or a duration, such as {@code 1h 2m 3s} and {@code 250ms}. */
    private static String humanize(Object value) {
        double seconds = switch (value) {
            case GoDuration duration -> duration.seconds();
            case Long number -> number;
            case Double number -> number;
            case String text -> parsed(text);
            default -> throw new IllegalArgumentException("can't convert " + Values.type(value) + " to float");
        };
        if (!Double.isFinite(seconds)) {
            return GoFormat.printf("%.4g", List.of(seconds), 100);
        }
        if (seconds == 0) {
            return "0s";
        }
        if (Math.abs(seconds) >= 1) {
            String sign = seconds < 0 ? "-" : "";
            long whole = (long) Math.abs(seconds);
            if (whole >= DAY) {
                return sign + whole / DAY + "d " + whole / HOUR % 24 + "h " + whole / MINUTE % 60 + "m "
                        + whole % MINUTE + "s";
            }
            if (whole >= HOUR) {
                return sign + whole / HOUR + "h " + whole / MINUTE % 60 + "m " + whole % MINUTE + "s";
            }
            if (whole >= MINUTE) {
                return sign + whole / MINUTE + "m " + whole % MINUTE + "s";
            }
            return GoFormat.general(seconds, SIGNIFICANT) + "s";
        }
        String unit = "";
        double size = seconds;
        for (int i = 0; i < SMALL.length && Math.abs(size) < 1; i++) {
            unit = SMALL[i];
            size *= 1000;
        }
        return GoFormat.general(size, SIGNIFICANT) + unit + "s";
    }

    private static double parsed(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a number: \"" + text + "\"", e);
        }
    }

    private static List<Object> append(List<Object> args) {
        List<Object> all = new ArrayList<>(Arguments.list(args.getFirst()));
        all.addAll(args.subList(1, args.size()));
        return List.copyOf(all);
    }

    private static Map<String, Object> dict(List<Object> args) {
        if (args.size() % 2 != 0) {
            throw new IllegalArgumentException("dict expects an even number of arguments");
        }
        Map<String, Object> dict = new TreeMap<>(io.modelwatch.alertrouter.label.CodePoints.ORDER);
        for (int i = 0; i < args.size(); i += 2) {
            dict.put(Arguments.text(args, i), args.get(i + 1));
        }
        return dict;
    }

    /** The usual layouts only: dates and times of RFC 3339 and its parts. */
    private static GoTime date(String layout, String text, boolean must) {
        try {
            return switch (layout) {
                case "2006-01-02" ->
                    GoTime.of(java.time.LocalDate.parse(text).atStartOfDay().atOffset(java.time.ZoneOffset.UTC));
                case "2006-01-02 15:04:05" ->
                    GoTime.of(java.time.LocalDateTime.parse(text.replace(' ', 'T'))
                            .atOffset(java.time.ZoneOffset.UTC));
                case "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05.999999999Z07:00" ->
                    GoTime.of(OffsetDateTime.parse(text));
                default -> throw new IllegalArgumentException("unsupported layout of a date: " + layout);
            };
        } catch (java.time.DateTimeException e) {
            if (must) {
                throw new IllegalArgumentException("cannot parse \"" + text + "\" as \"" + layout + "\"", e);
            }
            return GoTime.ZERO;
        }
    }

    private static String json(Object value) {
        return switch (value) {
            case Absent absent -> "null";
            case String text -> Escapes.json(text);
            case Boolean bool -> bool.toString();
            case Long number -> number.toString();
            case Double number -> jsonNumber(number);
            case GoDuration duration -> String.valueOf(duration.nanos());
            case GoName named -> String.valueOf(named.number());
            case GoTime time -> Escapes.json(time.format("2006-01-02T15:04:05.999999999Z07:00"));
            case Struct struct -> jsonMap(jsonNames(struct));
            case Map<?, ?> map -> jsonMap(map);
            case List<?> list -> {
                List<String> parts = new ArrayList<>();
                list.forEach(each -> parts.add(json(each)));
                yield "[" + String.join(",", parts) + "]";
            }
            default -> throw new IllegalArgumentException("unsupported type: " + Values.type(value));
        };
    }

    private static String jsonNumber(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("json: unsupported value: " + GoFormat.value(number));
        }
        double size = Math.abs(number);
        return number == Math.rint(number) && size < 1e21
                ? new java.math.BigDecimal(number).toPlainString()
                : size >= 1e-6 && size < 1e21
                        ? new java.math.BigDecimal(Double.toString(number)).toPlainString()
                        : GoFormat.general(number, -1).replace("e-0", "e-");
    }

    /** Fields of alerts and of the data are written with a small first letter, those of pairs as they are. */
    private static Map<String, Object> jsonNames(Struct struct) {
        if ("template.Pair".equals(struct.typeName())) {
            return struct.fields();
        }
        Map<String, Object> named = new LinkedHashMap<>();
        struct.fields()
                .forEach((name, value) -> named.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), value));
        return named;
    }

    private static String jsonMap(Map<?, ?> map) {
        List<String> parts = new ArrayList<>();
        map.forEach((key, value) -> parts.add(Escapes.json(String.valueOf(key)) + ":" + json(value)));
        return "{" + String.join(",", parts) + "}";
    }
}

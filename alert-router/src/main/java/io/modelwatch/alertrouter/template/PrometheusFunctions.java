package io.modelwatch.alertrouter.template;

import io.modelwatch.alertrouter.label.CodePoints;
import io.modelwatch.alertrouter.template.RuleTemplate.Context;
import io.modelwatch.alertrouter.template.RuleTemplate.Sample;
import io.modelwatch.alertrouter.time.Durations;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The functions that Prometheus adds to Go's for the texts of rules. */
final class PrometheusFunctions {

    private static final int SIGNIFICANT = 4;
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final double PERCENT = 100;
    private static final String[] LARGE = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
    private static final String[] SMALL = {"m", "u", "n", "p", "f", "a", "z", "y"};
    private static final String[] BINARY = {"ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};
    private static final String VALUE_LABEL = "__value__";

    /** Functions of Alertmanager that are the same in Prometheus. */
    private static final List<String> SHARED =
            List.of("toUpper", "toLower", "match", "reReplaceAll", "safeHtml", "humanizeDuration");

    private static final List<String> OF_CONTEXT = List.of("query", "externalURL", "pathPrefix", "now");

    private PrometheusFunctions() {}

    /** Those that need nothing but their arguments, Go's among them. */
    static Map<String, Function> plain() {
        Map<String, Function> all = new LinkedHashMap<>(Builtins.functions());
        Map<String, Function> known = Functions.functions(InstantSource.system());
        SHARED.forEach(name -> all.put(name, known.getOrDefault(name, Function.of(0, args -> ""))));
        all.put("title", Function.of(1, args -> title(Arguments.text(args, 0))));
        all.put("first", Function.of(1, args -> first(Arguments.list(args.getFirst()))));
        all.put("label", Function.of(2, args -> labels(args.get(1)).getOrDefault(Arguments.text(args, 0), "")));
        all.put("value", Function.of(1, args -> field(args.getFirst(), "Value")));
        all.put("strvalue", Function.of(1, args -> labels(args.getFirst()).getOrDefault(VALUE_LABEL, "")));
        all.put("args", Function.atLeast(0, PrometheusFunctions::named));
        all.put("sortByLabel", Function.of(2, args -> sorted(Arguments.text(args, 0), Arguments.list(args.get(1)))));
        all.put("humanize", Function.of(1, args -> humanize(number(args.getFirst()))));
        all.put("humanize1024", Function.of(1, args -> humanize1024(number(args.getFirst()))));
        all.put("humanizePercentage", Function.of(1, args -> percentage(number(args.getFirst()))));
        all.put("humanizeTimestamp", Function.of(1, args -> timestamp(number(args.getFirst()))));
        all.put("toTime", Function.of(1, args -> GoTime.of(instant(number(args.getFirst())))));
        all.put("toDuration", Function.of(1, args -> new GoDuration((long) (number(args.getFirst()) * NANOS))));
        all.put("graphLink", Function.of(1, args -> link(Arguments.text(args, 0), 0)));
        all.put("tableLink", Function.of(1, args -> link(Arguments.text(args, 0), 1)));
        all.put(
                "stripPort",
                Function.of(1, args -> HostPort.of(Arguments.text(args, 0)).host()));
        all.put(
                "stripDomain",
                Function.of(1, args -> HostPort.of(Arguments.text(args, 0)).withoutDomain()));
        all.put("urlQueryEscape", Function.of(1, args -> Escapes.query(Arguments.text(args, 0))));
        all.put("parseDuration", Function.of(1, args -> seconds(Durations.parse(Arguments.text(args, 0)))));
        return all;
    }

    /** The names of all functions. */
    static Set<String> names(Map<String, Function> plain) {
        Set<String> names = new HashSet<>(plain.keySet());
        names.addAll(OF_CONTEXT);
        return names;
    }

    /** All functions for one rendering. */
    static Map<String, Function> with(Map<String, Function> plain, Context context) {
        Map<String, Function> all = new LinkedHashMap<>(plain);
        all.put(
                "query",
                Function.of(
                        1,
                        args -> context.querier().query(Arguments.text(args, 0)).stream()
                                .map(PrometheusFunctions::sample)
                                .toList()));
        all.put("externalURL", Function.get(context::externalUrl));
        all.put("pathPrefix", Function.get(() -> path(context.externalUrl())));
        all.put("now", Function.get(() -> context.time().millis() / MILLIS));
        return all;
    }

    private static Object sample(Sample sample) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Labels", new StringMap(sample.labels()));
        fields.put("Value", sample.value());
        return new Struct("*template.sample", fields);
    }

    private static String path(String url) {
        String path = URI.create(url).getRawPath();
        return path == null ? "" : path;
    }

    private static double number(Object value) {
        return switch (value) {
            case Double number -> number;
            case Long number -> number;
            case GoDuration duration -> duration.seconds();
            case String text -> parsed(text);
            default -> throw new IllegalArgumentException("can't convert " + Values.type(value) + " to float");
        };
    }

    private static double parsed(String text) {
        String plain = text.startsWith("+") ? text.substring(1) : text;
        try {
            return switch (plain.toLowerCase(Locale.ROOT)) {
                case "inf", "infinity" -> Double.POSITIVE_INFINITY;
                case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
                case "nan" -> Double.NaN;
                default -> Double.parseDouble(plain);
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "strconv.ParseFloat: parsing " + io.modelwatch.alertrouter.label.GoStrings.quote(text)
                            + ": invalid syntax",
                    e);
        }
    }

    private static String short4(double value) {
        return Double.isFinite(value)
                ? GoFormat.general(value, SIGNIFICANT)
                : GoFormat.printf("%.4g", List.of(value), 100);
    }

    private static String humanize(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return short4(value);
        }
        return Math.abs(value) >= 1 ? scaledDown(value, MILLIS, LARGE) : scaledUp(value);
    }

    private static String scaledDown(double value, double step, String[] prefixes) {
        double size = value;
        String prefix = "";
        for (int i = 0; i < prefixes.length && Math.abs(size) >= step; i++) {
            prefix = prefixes[i];
            size /= step;
        }
        return short4(size) + prefix;
    }

    private static String scaledUp(double value) {
        double size = value;
        String prefix = "";
        for (int i = 0; i < SMALL.length && Math.abs(size) < 1; i++) {
            prefix = SMALL[i];
            size *= MILLIS;
        }
        return short4(size) + prefix;
    }

    private static String humanize1024(double value) {
        return Math.abs(value) <= 1 || !Double.isFinite(value) ? short4(value) : scaledDown(value, 1024, BINARY);
    }

    private static String percentage(double value) {
        return short4(value * PERCENT) + "%";
    }

    private static String timestamp(double value) {
        return Double.isFinite(value) ? GoTime.of(instant(value)).toString() : short4(value);
    }

    private static Instant instant(double seconds) {
        if (!Double.isFinite(seconds) || Math.abs(seconds * NANOS) >= Long.MAX_VALUE) {
            throw new IllegalArgumentException(short4(seconds) + " cannot be represented as a nanoseconds timestamp");
        }
        return Instant.ofEpochMilli((long) (seconds * NANOS) / (long) 1e6);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }

    /** Words with a capital first; what follows stays as it is. */
    private static String title(String text) {
        StringBuilder titled = new StringBuilder();
        boolean inside = false;
        for (int c : text.codePoints().toArray()) {
            boolean word = Character.isLetterOrDigit(c) || c == '_' || c == '\'' || c == '’' || c == '.' || c == ':';
            titled.appendCodePoint(inside || !Character.isLetter(c) ? c : Character.toTitleCase(c));
            inside = word && (inside || Character.isLetterOrDigit(c));
        }
        return titled.toString();
    }

    private static Object first(List<?> samples) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("first() called on vector with no elements");
        }
        return samples.getFirst();
    }

    private static Object field(Object sample, String name) {
        Object value = sample instanceof Struct struct ? struct.fields().get(name) : null;
        if (value == null) {
            throw new IllegalArgumentException(
                    "wrong type for value; expected *template.sample; got " + Values.type(sample));
        }
        return value;
    }

    private static StringMap labels(Object sample) {
        return (StringMap) field(sample, "Labels");
    }

    private static Map<String, Object> named(List<Object> arguments) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (Object each : arguments) {
            named.put("arg" + named.size(), each);
        }
        return named;
    }

    private static List<Object> sorted(String label, List<?> samples) {
        List<Object> sorted = new ArrayList<>(samples);
        sorted.sort(Comparator.comparing((Object each) -> labels(each).getOrDefault(label, ""), CodePoints.ORDER));
        return sorted;
    }

    private static String link(String expression, int tab) {
        return "/graph?g0.expr=" + Escapes.query(expression) + "&g0.tab=" + tab;
    }

    /** A host and maybe a port; what is neither counts as a host. */
    private record HostPort(String host, String port) {

        static HostPort of(String text) {
            int colon = text.lastIndexOf(':');
            if (text.startsWith("[")) {
                int end = text.indexOf(']');
                return end > 0 && colon == end + 1
                        ? new HostPort(text.substring(1, end), text.substring(colon + 1))
                        : new HostPort(text, "");
            }
            return colon < 0 || text.indexOf(':') != colon
                    ? new HostPort(text, "")
                    : new HostPort(text.substring(0, colon), text.substring(colon + 1));
        }

        private boolean isAddress() {
            return host.indexOf(':') >= 0
                    || (!host.isEmpty() && host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9')));
        }

        private String joined(String name) {
            if (port.isEmpty()) {
                return name;
            }
            return name.indexOf(':') >= 0 ? "[" + name + "]:" + port : name + ":" + port;
        }

        String withoutDomain() {
            if (isAddress()) {
                return joined(host);
            }
            int dot = host.indexOf('.');
            return joined(dot < 0 ? host : host.substring(0, dot));
        }
    }
}

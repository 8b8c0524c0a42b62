package io.modelwatch.alertrouter.rule;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.modelwatch.alertrouter.label.LabelSet;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with holes, in the few forms of Prometheus' templates that alert texts mostly use: a label, the value, and
 * the value with a number of decimals. Anything else in double braces is refused when it is read.
 */
final class Template {

    private static final Pattern HOLE = Pattern.compile("\\{\\{-?\\s*(.*?)\\s*-?\\}\\}");
    private static final Pattern LABEL = Pattern.compile("^\\$labels\\.([a-zA-Z_][a-zA-Z0-9_]*)$");
    private static final Pattern PRINTF = Pattern.compile("^printf\\s+\"%\\.(\\d)f\"\\s+\\$value$");
    private static final String VALUE = "$value";

    private final String source;
    private final List<Part> parts;

    private Template(String source, List<Part> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
    }

    /** A piece of the text for given labels and value. */
    private interface Part {
        String render(LabelSet labels, double value);
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException when it has a hole of an unknown form
     */
    static Template parse(String source) {
        List<Part> parts = new ArrayList<>();
        Matcher holes = HOLE.matcher(source);
        int end = 0;
        while (holes.find()) {
            parts.add(literal(source.substring(end, holes.start())));
            parts.add(hole(holes.group(1)));
            end = holes.end();
        }
        String rest = source.substring(end);
        if (rest.contains("{{")) {
            throw new IllegalArgumentException("the template has '{{' without '}}': " + source);
        }
        parts.add(literal(rest));
        return new Template(source, parts);
    }

    private static Part literal(String text) {
        return (labels, value) -> text;
    }

    private static Part hole(String expression) {
        if (VALUE.equals(expression)) {
            return (labels, value) -> plain(value);
        }
        Matcher label = LABEL.matcher(expression);
        if (label.find()) {
            String name = label.group(1);
            return (labels, value) -> labels.get(name);
        }
        Matcher printf = PRINTF.matcher(expression);
        if (printf.find()) {
            int decimals = Integer.parseInt(printf.group(1));
            return (labels, value) -> decimal(value, decimals);
        }
        throw new IllegalArgumentException("unknown expression {{ " + expression
                + " }}; use {{ $labels.name }}, {{ $value }} or {{ printf \"%.2f\" $value }}");
    }

    String render(LabelSet labels, double value) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.render(labels, value)));
        return text.toString();
    }

    /** Without an exponent and without trailing zeros. */
    static String plain(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }

    private static String decimal(double value, int decimals) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value)
                        .setScale(decimals, RoundingMode.HALF_EVEN)
                        .toPlainString()
                : String.valueOf(value);
    }

    @Override
    public String toString() {
        return source;
    }
}

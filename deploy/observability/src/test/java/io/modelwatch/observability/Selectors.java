package io.modelwatch.observability;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the series that a PromQL expression selects. Takes expressions that parse; judges none. */
final class Selectors {

    /** A series by name, the labels its matchers name, and whether a range of it is taken, as {@code rate} does. */
    record Selector(String name, List<String> labels, boolean ranged) {}

    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"(?:[^\"\\\\]|\\\\.)*\"");

    private static final Set<String> WITH_LABELS =
            Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> AGGREGATIONS = Set.of(
            "sum",
            "min",
            "max",
            "avg",
            "count",
            "group",
            "stddev",
            "stdvar",
            "topk",
            "bottomk",
            "quantile",
            "count_values");
    private static final Set<String> WORDS =
            Set.of("and", "or", "unless", "bool", "offset", "inf", "nan", "atan2", "start", "end");

    private final String expr;
    private int at;

    private Selectors(String expr) {
        this.expr = expr;
    }

    static List<Selector> of(String expr) {
        return new Selectors(expr).all();
    }

    private List<Selector> all() {
        List<Selector> found = new ArrayList<>();
        while (at < expr.length()) {
            char c = expr.charAt(at);
            if (c == '"' || c == '\'' || c == '`') {
                skipString(c);
            } else if (c == '{') {
                skipTo('}');
            } else if (c == '[') {
                skipTo(']');
            } else if (c == '$' || Character.isDigit(c)) {
                at++;
                word();
            } else if (isNameStart(c)) {
                name(found);
            } else {
                at++;
            }
        }
        return found;
    }

    private void name(List<Selector> found) {
        String name = word();
        String lower = name.toLowerCase(Locale.ROOT);
        if (WITH_LABELS.contains(lower)) {
            if (next() == '(') {
                skipTo(')');
            }
        } else if (!AGGREGATIONS.contains(lower) && !WORDS.contains(lower) && next() != '(') {
            List<String> labels = List.of();
            if (next() == '{') {
                int from = at;
                skipTo('}');
                labels = MATCHER.matcher(expr.substring(from, at))
                        .results()
                        .map(matcher -> matcher.group(1))
                        .toList();
            }
            found.add(new Selector(name, labels, next() == '['));
        }
    }

    private String word() {
        int from = at;
        while (at < expr.length() && (isNameStart(expr.charAt(at)) || Character.isDigit(expr.charAt(at)))) {
            at++;
        }
        return expr.substring(from, at);
    }

    private static boolean isNameStart(char c) {
        return c == '_' || c == ':' || c < 128 && Character.isLetter(c);
    }

    /** The next character that is no blank, where reading goes on; 0 at the end. */
    private char next() {
        while (at < expr.length() && Character.isWhitespace(expr.charAt(at))) {
            at++;
        }
        return at < expr.length() ? expr.charAt(at) : 0;
    }

    private void skipTo(char end) {
        while (at < expr.length() && expr.charAt(at) != end) {
            char c = expr.charAt(at);
            if (c == '"' || c == '\'') {
                skipString(c);
            } else {
                at++;
            }
        }
        at++;
    }

    private void skipString(char quote) {
        at++;
        while (at < expr.length() && expr.charAt(at) != quote) {
            at += expr.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }
}

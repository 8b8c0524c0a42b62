package io.modelwatch.alertrouter.label;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/** The matcher syntax of old: ASCII names, values bare or in double quotes. */
final class ClassicMatchers {

    private static final Pattern FORM =
            Pattern.compile("^\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(=~|=|!=|!~)\\s*((?s).*?)\\s*$");

    private ClassicMatchers() {}

    static Matcher one(String text) {
        com.google.re2j.Matcher form = FORM.matcher(text);
        if (!form.find()) {
            throw new IllegalArgumentException("bad matcher format: " + text);
        }
        return Matcher.of(form.group(1), MatchOperator.of(form.group(2)), value(form.group(3)));
    }

    private static String value(String raw) {
        boolean quoted = raw.startsWith("\"");
        String inside = quoted ? raw.substring(1) : raw;
        boolean open = quoted;
        StringBuilder value = new StringBuilder();
        int last = inside.length() - 1;
        for (int i = 0; i <= last; i++) {
            char c = inside.charAt(i);
            if (c == '\\' && i < last) {
                char next = inside.charAt(++i);
                switch (next) {
                    case 'n' -> value.append('\n');
                    case '"', '\\' -> value.append(next);
                    default -> value.append('\\').append(next);
                }
            } else if (c == '"') {
                if (!open || i < last) {
                    throw unescapedQuote(raw);
                }
                open = false;
            } else {
                value.append(c);
            }
        }
        if (open) {
            throw unescapedQuote(raw);
        }
        return value.toString();
    }

    private static IllegalArgumentException unescapedQuote(String raw) {
        return new IllegalArgumentException("matcher value contains unescaped double quote: " + raw);
    }

    static List<Matcher> list(String text) {
        String inside = text.startsWith("{") ? text.substring(1) : text;
        inside = inside.endsWith("}") ? inside.substring(0, inside.length() - 1) : inside;
        List<Matcher> matchers = new ArrayList<>();
        StringBuilder token = new StringBuilder();
        boolean quoted = false;
        boolean escaped = false;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            if (c == ',' && !quoted) {
                matchers.add(one(token.toString()));
                token.setLength(0);
                continue;
            }
            if (c == '"' && !escaped) {
                quoted = !quoted;
            }
            escaped = c == '\\' && !escaped;
            token.append(c);
        }
        if (!token.toString().isBlank()) {
            matchers.add(one(token.toString()));
        }
        return matchers;
    }
}

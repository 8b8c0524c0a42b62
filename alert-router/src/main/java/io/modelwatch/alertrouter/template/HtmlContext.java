package io.modelwatch.alertrouter.template;

import java.util.Locale;
import java.util.Set;

/**
 * Where in an HTML document the output of a template stands: told by the text so far, it says how the next value must
 * be written so that it cannot mean more than it should. As Go's html/template does it; there the same is found out
 * before the execution.
 */
final class HtmlContext {

    /** Where the output stands. */
    enum State {
        TEXT,
        /** Text of a title or a text area, which has no tags. */
        PLAIN_TEXT,
        SCRIPT,
        SCRIPT_STRING,
        STYLE,
        TAG,
        AFTER_NAME,
        BEFORE_VALUE,
        VALUE,
        COMMENT
    }

    /** What the value of an attribute is. */
    enum Kind {
        PLAIN,
        URL,
        SCRIPT,
        STYLE
    }

    /** How far a URL has come. */
    enum UrlPart {
        NOTHING,
        BEFORE_QUERY,
        QUERY
    }

    private static final Set<String> SPECIAL = Set.of("script", "style", "textarea", "title");
    private static final Set<String> URLS = Set.of(
            "action",
            "archive",
            "background",
            "cite",
            "classid",
            "codebase",
            "data",
            "formaction",
            "href",
            "icon",
            "longdesc",
            "manifest",
            "poster",
            "profile",
            "src",
            "usemap");
    private static final String COMMENT_START = "<!--";
    private static final String COMMENT_END = "-->";
    private static final String DOCTYPE = "<!DOCTYPE";

    private State state = State.TEXT;
    private String element = "";
    private Kind kind = Kind.PLAIN;
    private UrlPart urlPart = UrlPart.NOTHING;
    private char delimiter;
    private char quote;

    State state() {
        return state;
    }

    Kind kind() {
        return kind;
    }

    UrlPart urlPart() {
        return urlPart;
    }

    /** Whether the value of the attribute ends at white space. */
    boolean unquoted() {
        return delimiter == ' ';
    }

    /** A value is about to be printed: what it stands in begins, if it has not yet. */
    void beforeValue() {
        if (state == State.BEFORE_VALUE) {
            state = State.VALUE;
            delimiter = ' ';
        } else if (state == State.AFTER_NAME) {
            state = State.TAG;
        }
    }

    /** Goes over a text of the template; returns what is printed of it: all but comments. */
    String over(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int next = step(text, at, out);
            at = next > at ? next : at + 1;
        }
        return out.toString();
    }

    private int step(String text, int at, StringBuilder out) {
        return switch (state) {
            case TEXT -> text(text, at, out);
            case PLAIN_TEXT, SCRIPT, STYLE, SCRIPT_STRING -> special(text, at, out);
            case COMMENT -> comment(text, at);
            case TAG, AFTER_NAME, BEFORE_VALUE -> tag(text, at, out);
            case VALUE -> value(text, at, out);
        };
    }

    private int text(String text, int at, StringBuilder out) {
        if (text.charAt(at) != '<') {
            out.append(text.charAt(at));
            return at + 1;
        }
        if (text.startsWith(COMMENT_START, at)) {
            state = State.COMMENT;
            return at + COMMENT_START.length();
        }
        boolean closes = text.startsWith("/", at + 1);
        int name = at + (closes ? 2 : 1);
        int end = nameEnd(text, name);
        if (end == name) {
            out.append(text.regionMatches(true, at, DOCTYPE, 0, DOCTYPE.length()) ? "<" : "&lt;");
            return at + 1;
        }
        String tag = text.substring(name, end).toLowerCase(Locale.ROOT);
        element = !closes && SPECIAL.contains(tag) ? tag : "";
        state = State.TAG;
        out.append(text, at, end);
        return end;
    }

    private static int nameEnd(String text, int start) {
        int end = start;
        while (end < text.length() && (asciiLetter(text.charAt(end)) || (end > start && nameInside(text, end)))) {
            end++;
        }
        return end;
    }

    private static boolean nameInside(String text, int at) {
        char c = text.charAt(at);
        boolean joint = (c == ':' || c == '-')
                && at + 1 < text.length()
                && (asciiLetter(text.charAt(at + 1)) || digit(text.charAt(at + 1)));
        return digit(c) || joint;
    }

    private static boolean asciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private int comment(String text, int at) {
        int end = text.indexOf(COMMENT_END, at);
        if (end < 0) {
            return text.length();
        }
        state = State.TEXT;
        return end + COMMENT_END.length();
    }

    /** Until the end tag of the element. */
    private int special(String text, int at, StringBuilder out) {
        String end = "</" + element;
        char c = text.charAt(at);
        if (c == '<' && text.regionMatches(true, at, end, 0, end.length())) {
            out.append(text, at, at + end.length());
            state = State.TAG;
            element = "";
            return at + end.length();
        }
        if (state == State.PLAIN_TEXT) {
            out.append(c == '<' ? "&lt;" : String.valueOf(c));
            return at + 1;
        }
        out.append(c);
        inScript(text, at);
        return at + 1;
    }

    private void inScript(String text, int at) {
        char c = text.charAt(at);
        boolean escaped = at > 0 && text.charAt(at - 1) == '\\';
        if (state == State.SCRIPT && (c == '"' || c == '\'' || c == '`')) {
            state = State.SCRIPT_STRING;
            quote = c;
        } else if (state == State.SCRIPT_STRING && c == quote && !escaped) {
            state = State.SCRIPT;
        }
    }

    private int tag(String text, int at, StringBuilder out) {
        char c = text.charAt(at);
        out.append(c);
        if (Character.isWhitespace(c)) {
            return at + 1;
        }
        switch (state) {
            case BEFORE_VALUE -> {
                state = State.VALUE;
                if (c == '"' || c == '\'') {
                    delimiter = c;
                } else {
                    out.setLength(out.length() - 1);
                    delimiter = ' ';
                    return value(text, at, out);
                }
            }
            case AFTER_NAME -> {
                if (c == '=') {
                    state = State.BEFORE_VALUE;
                } else {
                    out.setLength(out.length() - 1);
                    state = State.TAG;
                    return tag(text, at, out);
                }
            }
            default -> {
                if (c == '>') {
                    endOfTag();
                } else {
                    int end = at;
                    while (end < text.length() && " \t\n\f\r=>".indexOf(text.charAt(end)) < 0) {
                        end++;
                    }
                    out.append(text, at + 1, Math.max(end, at + 1));
                    attribute(text.substring(at, end));
                    return end;
                }
            }
        }
        return at + 1;
    }

    private void endOfTag() {
        state = switch (element) {
            case "script" -> State.SCRIPT;
            case "style" -> State.STYLE;
            case "textarea", "title" -> State.PLAIN_TEXT;
            default -> State.TEXT;
        };
    }

    private void attribute(String name) {
        String bare = name.toLowerCase(Locale.ROOT);
        if (bare.startsWith("data-")) {
            bare = bare.substring("data-".length());
        } else if (bare.indexOf(':') > 0) {
            bare = bare.startsWith("xmlns:") ? "href" : bare.substring(bare.indexOf(':') + 1);
        }
        boolean url = URLS.contains(bare) || bare.contains("src") || bare.contains("uri") || bare.contains("url");
        kind = bare.startsWith("on") ? Kind.SCRIPT : "style".equals(bare) ? Kind.STYLE : url ? Kind.URL : Kind.PLAIN;
        urlPart = UrlPart.NOTHING;
        state = State.AFTER_NAME;
    }

    private int value(String text, int at, StringBuilder out) {
        int end = at;
        while (end < text.length() && !endsValue(text.charAt(end))) {
            end++;
        }
        String part = text.substring(at, end);
        if (part.indexOf('?') >= 0 || part.indexOf('#') >= 0) {
            urlPart = UrlPart.QUERY;
        } else if (!part.isBlank() && urlPart == UrlPart.NOTHING) {
            urlPart = UrlPart.BEFORE_QUERY;
        }
        out.append(part);
        if (end == text.length()) {
            return end;
        }
        state = State.TAG;
        if (unquoted()) {
            return end == at && end < text.length() ? tag(text, end, out) : end;
        }
        out.append(text.charAt(end));
        return end + 1;
    }

    private boolean endsValue(char c) {
        return unquoted() ? " \t\n\f\r>".indexOf(c) >= 0 : c == delimiter;
    }
}

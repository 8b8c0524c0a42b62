package io.modelwatch.alertrouter.template;

import io.modelwatch.alertrouter.template.HtmlContext.Kind;
import io.modelwatch.alertrouter.template.HtmlContext.State;
import io.modelwatch.alertrouter.template.HtmlContext.UrlPart;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes values into an HTML document so that each stays what it is: see {@link HtmlContext}. */
final class HtmlEscaper {

    /** Stands for what would not be safe; Go's. */
    private static final String UNSAFE = "ZgotmplZ";

    private static final String SAFE_STYLE = "[A-Za-z0-9 #.%,\\-]*";

    private final HtmlContext context = new HtmlContext();

    /** The function that a pipeline ends with, which the escaping takes the place of. */
    enum Own {
        NONE,
        HTML,
        URLQUERY
    }

    /** What is printed of a text of the template. */
    String text(String text) {
        return context.over(text);
    }

    /** Whether the pipeline's own escaping is done by this one. */
    boolean replaces(Own own) {
        context.beforeValue();
        return switch (own) {
            case NONE -> false;
            case HTML -> context.state() != State.SCRIPT && context.state() != State.STYLE;
            case URLQUERY -> context.state() == State.VALUE && context.kind() == Kind.URL;
        };
    }

    /**
     * What is printed of a value.
     *
     * @param own what the template's author wanted to be done with it
     */
    String value(Object value, String printed, Own own) {
        context.beforeValue();
        return switch (context.state()) {
            case TEXT -> value instanceof Safe safe && safe.html() ? printed : html(printed, own);
            case PLAIN_TEXT -> value instanceof Safe safe && safe.html() ? kept(printed) : html(printed, own);
            case SCRIPT -> script(value, printed);
            case SCRIPT_STRING -> inScriptString(printed);
            case STYLE -> style(printed);
            case COMMENT -> "";
            case TAG, AFTER_NAME, BEFORE_VALUE -> printed.matches("[A-Za-z0-9]+") ? printed : UNSAFE;
            case VALUE -> attribute(value, printed, own);
        };
    }

    private String attribute(Object value, String printed, Own own) {
        String safe = switch (context.kind()) {
            case PLAIN -> value instanceof Safe markup && markup.html() ? stripped(printed) : printed;
            case URL -> url(value, printed, own);
            case SCRIPT -> script(value, printed);
            case STYLE -> style(printed);
        };
        boolean markedUp = value instanceof Safe markup && markup.html() && context.kind() == Kind.PLAIN;
        if (context.unquoted()) {
            return safe.isEmpty() ? UNSAFE : nospace(safe, markedUp);
        }
        return markedUp ? kept(safe) : html(safe, own == Own.URLQUERY ? Own.NONE : own);
    }

    private String url(Object value, String printed, Own own) {
        boolean safe = value instanceof Safe address && !address.html();
        if (context.urlPart() == UrlPart.NOTHING && !safe && !safeScheme(printed)) {
            return "#" + UNSAFE;
        }
        if (own == Own.URLQUERY) {
            return Escapes.query(printed);
        }
        return percent(printed, context.urlPart() != UrlPart.QUERY || safe);
    }

    private static boolean safeScheme(String url) {
        int colon = url.indexOf(':');
        if (colon < 0 || url.substring(0, colon).indexOf('/') >= 0) {
            return true;
        }
        return switch (url.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "http", "https", "mailto" -> true;
            default -> false;
        };
    }

    /** Escapes what a URL must not have; what has a meaning in URLs stays only if that is wanted. */
    private static String percent(String url, boolean keepsMeaning) {
        StringBuilder escaped = new StringBuilder();
        byte[] bytes = url.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xFF);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
            boolean meaning = "!#$&*+,/:;=?@[]".indexOf(c) >= 0
                    || (c == '%' && i + 2 < bytes.length && hex(bytes[i + 1]) && hex(bytes[i + 2]));
            if (plain || (keepsMeaning && meaning)) {
                escaped.append(c);
            } else {
                escaped.append(String.format(Locale.ROOT, "%%%02x", (int) c));
            }
        }
        return escaped.toString();
    }

    private static boolean hex(byte b) {
        return Character.digit(b, 16) >= 0;
    }

    private static String html(String text, Own own) {
        String escaped = Escapes.html(text);
        // Go's function leaves the plus sign as it is, its own escaping does not.
        return own == Own.HTML ? escaped : escaped.replace("+", "&#43;");
    }

    /** Markup inside what has none: references stay. */
    private static String kept(String markup) {
        return markup.replace("\0", "\uFFFD")
                .replace("\"", "&#34;")
                .replace("'", "&#39;")
                .replace("+", "&#43;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    private static String stripped(String markup) {
        return markup.replaceAll("(?s)<!--.*?-->|</?[A-Za-z][^>]*>", "");
    }

    private static String nospace(String text, boolean keepsReferences) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append(keepsReferences ? "&" : "&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case 0 -> escaped.append("&#xfffd;");
                case '\t', '\n', 0x0B, '\f', '\r', ' ', '"', '\'', '+', '=', '`' ->
                    escaped.append("&#").append(c).append(';');
                default -> escaped.append((char) c);
            }
        });
        return escaped.toString();
    }

    private static String script(Object value, String printed) {
        return switch (value) {
            case Long number -> " " + printed + " ";
            case Double number -> " " + printed + " ";
            case Boolean bool -> " " + printed + " ";
            case Absent nothing -> " null ";
            default -> Escapes.json(printed).replace("'", "\\u0027");
        };
    }

    private static String inScriptString(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case 0 -> escaped.append("\\u0000");
                case '\t' -> escaped.append("\\t");
                case '\n' -> escaped.append("\\n");
                case 0x0B -> escaped.append("\\u000b");
                case '\f' -> escaped.append("\\f");
                case '\r' -> escaped.append("\\r");
                case '/' -> escaped.append("\\/");
                case '\\' -> escaped.append("\\\\");
                case '"', '\'', '`', '&', '+', '<', '>', 0x2028, 0x2029, '$', '{', '}' ->
                    escaped.append(String.format(Locale.ROOT, "\\u%04x", c));
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    private static String style(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean safe = text.matches(SAFE_STYLE) && !lower.contains("expression") && !lower.contains("mozbinding");
        return safe ? text : UNSAFE;
    }
}

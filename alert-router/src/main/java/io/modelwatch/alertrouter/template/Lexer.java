package io.modelwatch.alertrouter.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts a text into tokens; white space beside trim markers is dropped here, and so are comments. */
final class Lexer {

    private static final String LEFT = "{{";
    private static final String RIGHT = "}}";
    private static final String COMMENT_START = "/*";
    private static final String COMMENT_END = "*/";
    private static final Set<String> KEYWORDS =
            Set.of("block", "break", "continue", "define", "else", "end", "if", "range", "template", "with");

    /** What a token is. */
    enum Kind {
        TEXT,
        LEFT,
        RIGHT,
        SPACE,
        IDENTIFIER,
        KEYWORD,
        BOOL,
        NIL,
        FIELD,
        VARIABLE,
        DOT,
        NUMBER,
        CHAR,
        STRING,
        RAW_STRING,
        PIPE,
        OPEN,
        CLOSE,
        COMMA,
        DECLARE,
        ASSIGN,
        EOF
    }

    /** A piece of the text and where it begins. */
    record Token(Kind kind, int at, String text) {}

    private final Source source;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean trimNext;

    private Lexer(Source source) {
        this.source = source;
        this.text = source.text();
    }

    static List<Token> tokens(Source source) {
        Lexer lexer = new Lexer(source);
        while (lexer.at < lexer.text.length()) {
            lexer.outside();
        }
        lexer.add(Kind.EOF, lexer.at, lexer.at);
        return lexer.tokens;
    }

    private void add(Kind kind, int from, int to) {
        tokens.add(new Token(kind, from, text.substring(from, to)));
    }

    private TemplateException error(String reason) {
        return source.error(at, reason);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private boolean spaceAt(int index) {
        return index < text.length() && isSpace(text.charAt(index));
    }

    private void outside() {
        int left = text.indexOf(LEFT, at);
        int end = left < 0 ? text.length() : left;
        boolean trimBefore = left >= 0 && text.startsWith("-", left + 2) && spaceAt(left + 3);
        int from = at;
        int to = end;
        while (trimNext && from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (trimBefore && to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        if (to > from) {
            add(Kind.TEXT, from, to);
        }
        trimNext = false;
        at = end;
        if (left < 0) {
            return;
        }
        int inside = left + 2 + (trimBefore ? 2 : 0);
        if (text.startsWith(COMMENT_START, inside)) {
            comment(inside);
            return;
        }
        add(Kind.LEFT, left, left + 2);
        at = inside;
        inside();
    }

    private void comment(int start) {
        int end = text.indexOf(COMMENT_END, start);
        if (end < 0) {
            throw error("unclosed comment");
        }
        at = end + 2;
        if (!right()) {
            throw error("comment ends before closing delimiter");
        }
    }

    /** Takes the end of an action, if it is here. */
    private boolean right() {
        if (spaceAt(at) && text.startsWith("-" + RIGHT, at + 1)) {
            at += 4;
            trimNext = true;
            return true;
        }
        if (text.startsWith(RIGHT, at)) {
            at += 2;
            return true;
        }
        return false;
    }

    private void inside() {
        int open = 0;
        while (true) {
            int start = at;
            if (right()) {
                if (open > 0) {
                    throw source.error(start, "unclosed left paren");
                }
                tokens.add(new Token(Kind.RIGHT, start, RIGHT));
                return;
            }
            if (at >= text.length()) {
                throw error("unclosed action");
            }
            char c = text.charAt(at);
            switch (c) {
                case ' ', '\t', '\r', '\n' -> space();
                case '"' -> quoted('"', Kind.STRING, "unterminated quoted string");
                case '`' -> raw();
                case '\'' -> quoted('\'', Kind.CHAR, "unterminated character constant");
                case '|' -> single(Kind.PIPE);
                case ',' -> single(Kind.COMMA);
                case '=' -> single(Kind.ASSIGN);
                case '(' -> {
                    open++;
                    single(Kind.OPEN);
                }
                case ')' -> {
                    open--;
                    if (open < 0) {
                        throw error("unexpected right paren");
                    }
                    single(Kind.CLOSE);
                }
                case ':' -> {
                    if (!text.startsWith(":=", at)) {
                        throw error("expected :=");
                    }
                    add(Kind.DECLARE, at, at + 2);
                    at += 2;
                }
                case '$' -> word(Kind.VARIABLE);
                case '.' -> {
                    if (at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) {
                        number();
                    } else {
                        word(Kind.FIELD);
                    }
                }
                default -> {
                    if (c == '+' || c == '-' || (c >= '0' && c <= '9')) {
                        number();
                    } else if (isWord(text.codePointAt(at))) {
                        word(Kind.IDENTIFIER);
                    } else {
                        throw error(
                                "unexpected bad character " + Character.toString(text.codePointAt(at)) + " in action");
                    }
                }
            }
        }
    }

    private void single(Kind kind) {
        add(kind, at, at + 1);
        at++;
    }

    private void space() {
        int start = at;
        while (spaceAt(at) && !text.startsWith("-" + RIGHT, at + 1)) {
            at++;
        }
        add(Kind.SPACE, start, at);
        if (at == start) {
            // What stands here ends the action, and trims what follows.
            tokens.removeLast();
        }
    }

    private void quoted(char quote, Kind kind, String unterminated) {
        int start = at;
        at++;
        while (true) {
            if (at >= text.length() || text.charAt(at) == '\n') {
                throw error(unterminated);
            }
            char c = text.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == quote) {
                add(kind, start, at);
                return;
            }
        }
    }

    private void raw() {
        int end = text.indexOf('`', at + 1);
        if (end < 0) {
            throw error("unterminated raw quoted string");
        }
        add(Kind.RAW_STRING, at, end + 1);
        at = end + 1;
    }

    private static boolean isWord(int c) {
        return c == '_' || Character.isLetter(c) || Character.isDigit(c);
    }

    private void word(Kind kind) {
        int start = at;
        if (kind != Kind.IDENTIFIER) {
            at++;
        }
        while (at < text.length() && isWord(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        boolean ends = at >= text.length()
                || spaceAt(at)
                || ".,|:)(".indexOf(text.charAt(at)) >= 0
                || text.startsWith(RIGHT, at);
        if (!ends) {
            throw error("bad character " + Character.toString(text.codePointAt(at)));
        }
        String word = text.substring(start, at);
        tokens.add(new Token(
                switch (word) {
                    case "." -> Kind.DOT;
                    case "true", "false" -> Kind.BOOL;
                    case "nil" -> Kind.NIL;
                    default -> KEYWORDS.contains(word) ? Kind.KEYWORD : kind;
                },
                start,
                word));
    }

    private void number() {
        int start = at;
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            char before = text.charAt(at - 1);
            boolean hex = text.startsWith("0x", start) || text.startsWith("0X", start);
            boolean sign = (c == '+' || c == '-') && (hex ? "pP" : "eE").indexOf(before) >= 0;
            if (!sign && c != '.' && !isWord(text.codePointAt(at))) {
                break;
            }
            at += Character.charCount(text.codePointAt(at));
        }
        add(Kind.NUMBER, start, at);
    }
}

package io.modelwatch.alertrouter.label;

import java.util.ArrayList;
import java.util.List;

/** The newer matcher syntax: names and values may be quoted Go strings, names any UTF-8. */
final class Utf8Matchers {

    private final String text;
    private int position;

    private Utf8Matchers(String text) {
        this.text = text;
    }

    static Matcher one(String text) {
        Utf8Matchers parser = new Utf8Matchers(text);
        Matcher matcher = parser.matcher();
        parser.skipSpace();
        if (!parser.atEnd()) {
            throw parser.unexpected("the end");
        }
        return matcher;
    }

    static List<Matcher> list(String text) {
        Utf8Matchers parser = new Utf8Matchers(text);
        List<Matcher> matchers = new ArrayList<>();
        boolean braces = parser.take('{');
        parser.skipSpace();
        while (!parser.atEnd() && !(braces && parser.peek() == '}')) {
            matchers.add(parser.matcher());
            if (!parser.take(',')) {
                break;
            }
            parser.skipSpace();
        }
        if (braces && !parser.take('}')) {
            throw parser.unexpected("'}'");
        }
        parser.skipSpace();
        if (!parser.atEnd()) {
            throw parser.unexpected("the end");
        }
        return matchers;
    }

    private Matcher matcher() {
        String name = word("a label name");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a label name cannot be empty: " + text);
        }
        MatchOperator operator = operator();
        return Matcher.of(name, operator, word("a value"));
    }

    private MatchOperator operator() {
        skipSpace();
        for (String symbol : List.of("=~", "!=", "!~", "=")) {
            if (text.startsWith(symbol, position)) {
                position += symbol.length();
                return MatchOperator.of(symbol);
            }
        }
        throw unexpected("an operator (=, !=, =~ or !~)");
    }

    private String word(String what) {
        skipSpace();
        int start = position;
        if (!atEnd() && peek() == '"') {
            position++;
            while (!atEnd() && peek() != '"') {
                position += peek() == '\\' ? 2 : 1;
            }
            if (position >= text.length()) {
                throw new IllegalArgumentException("the string is not closed: " + text.substring(start));
            }
            position++;
            return GoStrings.unquote(text.substring(start, position));
        }
        while (!atEnd() && !MatcherSyntax.isReserved(peek())) {
            position += Character.charCount(peek());
        }
        if (position == start) {
            throw unexpected(what);
        }
        return text.substring(start, position);
    }

    private boolean take(char wanted) {
        skipSpace();
        if (!atEnd() && peek() == wanted) {
            position++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (!atEnd() && (Character.isWhitespace(peek()) || Character.isSpaceChar(peek()))) {
            position += Character.charCount(peek());
        }
    }

    private boolean atEnd() {
        return position >= text.length();
    }

    private int peek() {
        return text.codePointAt(position);
    }

    private IllegalArgumentException unexpected(String wanted) {
        return new IllegalArgumentException("expected " + wanted + " at position " + Math.min(position, text.length())
                + " of " + text + (atEnd() ? ", but it ends there" : ""));
    }
}

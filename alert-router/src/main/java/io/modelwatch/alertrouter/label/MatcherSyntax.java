package io.modelwatch.alertrouter.label;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text form of matchers, in both syntaxes that Alertmanager knows: the classic one and the one for label names in
 * UTF-8. A text that both can read means what the classic one says, one that only one can read means that.
 */
public enum MatcherSyntax {
    /** Both syntaxes, the classic one having precedence. */
    ANY,
    CLASSIC,
    UTF8;

    /**
     * Reads exactly one matcher, without braces.
     *
     * @throws IllegalArgumentException when it is none
     */
    public Matcher one(String text) {
        return switch (this) {
            case CLASSIC -> ClassicMatchers.one(text);
            case UTF8 -> Utf8Matchers.one(text);
            case ANY -> {
                Matcher modern = null;
                try {
                    modern = Utf8Matchers.one(text);
                } catch (IllegalArgumentException e) {
                    // The classic parser has the word then, its complaint included.
                }
                yield either(modern, () -> ClassicMatchers.one(text));
            }
        };
    }

    /**
     * Reads a list of matchers, with or without braces.
     *
     * @throws IllegalArgumentException when it is none
     */
    public List<Matcher> list(String text) {
        return switch (this) {
            case CLASSIC -> ClassicMatchers.list(text);
            case UTF8 -> Utf8Matchers.list(text);
            case ANY -> {
                List<Matcher> modern = null;
                try {
                    modern = Utf8Matchers.list(text);
                } catch (IllegalArgumentException e) {
                    // The classic parser has the word then, its complaint included.
                }
                yield either(modern, () -> ClassicMatchers.list(text));
            }
        };
    }

    private static <T> T either(@Nullable T modern, Parser<T> classic) {
        if (modern == null) {
            return classic.parse();
        }
        try {
            return classic.parse();
        } catch (IllegalArgumentException e) {
            return modern;
        }
    }

    /** Whether a name or value that has this character must be quoted. */
    static boolean isReserved(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || "{}!=~,\\\"'`".indexOf(c) >= 0;
    }

    /** Reads a text or complains. */
    private interface Parser<T> {
        T parse();
    }
}

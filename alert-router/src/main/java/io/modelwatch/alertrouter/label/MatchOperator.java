package io.modelwatch.alertrouter.label;

/** How a matcher compares; the order is that in which matchers of one name and value are printed. */
public enum MatchOperator {
    EQUAL("=", false, true),
    NOT_EQUAL("!=", false, false),
    REGEX("=~", true, true),
    NOT_REGEX("!~", true, false);

    private final String symbol;
    private final boolean regex;
    private final boolean positive;

    MatchOperator(String symbol, boolean regex, boolean positive) {
        this.symbol = symbol;
        this.regex = regex;
        this.positive = positive;
    }

    /** The operator that the API describes by two flags. */
    public static MatchOperator of(boolean regex, boolean positive) {
        return regex ? positive ? REGEX : NOT_REGEX : positive ? EQUAL : NOT_EQUAL;
    }

    /** The operator written so. */
    public static MatchOperator of(String symbol) {
        return switch (symbol) {
            case "=" -> EQUAL;
            case "!=" -> NOT_EQUAL;
            case "=~" -> REGEX;
            case "!~" -> NOT_REGEX;
            default -> throw new IllegalArgumentException("unknown operator '" + symbol + "'; use =, !=, =~ or !~");
        };
    }

    public boolean isRegex() {
        return regex;
    }

    /** False for the two that negate. */
    public boolean isPositive() {
        return positive;
    }

    @Override
    public String toString() {
        return symbol;
    }
}

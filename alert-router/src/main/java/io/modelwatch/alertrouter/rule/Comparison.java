package io.modelwatch.alertrouter.rule;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How a value is compared with a threshold. */
enum Comparison {
    ABOVE(">"),
    AT_LEAST(">="),
    BELOW("<"),
    AT_MOST("<="),
    EQUAL("=="),
    NOT_EQUAL("!=");

    private final String symbol;

    Comparison(String symbol) {
        this.symbol = symbol;
    }

    boolean holds(double value, double threshold) {
        return switch (this) {
            case ABOVE -> value > threshold;
            case AT_LEAST -> value >= threshold;
            case BELOW -> value < threshold;
            case AT_MOST -> value <= threshold;
            case EQUAL -> value == threshold;
            case NOT_EQUAL -> value != threshold;
        };
    }

    static Comparison parse(String text) {
        return Arrays.stream(values())
                .filter(each -> each.symbol.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown operator \"" + text + "\"; use one of "
                        + Arrays.stream(values()).map(Comparison::toString).collect(Collectors.joining(" "))));
    }

    @Override
    public String toString() {
        return symbol;
    }
}

package io.modelwatch.alertrouter.rule;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The figure of a window that a rule looks at. */
enum Statistic {
    P50,
    P95,
    P99,
    MEAN,
    LAST,
    MIN,
    MAX,
    SUM,
    COUNT,
    RATE;

    /** The figure, null when the series has none of that kind. */
    @Nullable
    Double of(MetricWindow.Series series) {
        return switch (this) {
            case P50 -> series.p50();
            case P95 -> series.p95();
            case P99 -> series.p99();
            case MEAN -> series.mean();
            case LAST -> series.last();
            case MIN -> series.min();
            case MAX -> series.max();
            case SUM -> series.sum();
            case COUNT -> series.count();
            case RATE -> series.rate();
        };
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Statistic parse(String text) {
        return Arrays.stream(values())
                .filter(each -> each.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown statistic \"" + text + "\"; use one of "
                        + Arrays.stream(values()).map(Statistic::text).collect(Collectors.joining(", "))));
    }
}

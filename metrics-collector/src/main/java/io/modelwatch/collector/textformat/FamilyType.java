package io.modelwatch.collector.textformat;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Types of metric families. */
public enum FamilyType {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    SUMMARY,
    /** Called {@code untyped} in 0.0.4. */
    UNKNOWN,
    GAUGEHISTOGRAM,
    INFO,
    STATESET;

    static @Nullable FamilyType ofText(String word) {
        return switch (word) {
            case "counter" -> COUNTER;
            case "gauge" -> GAUGE;
            case "histogram" -> HISTOGRAM;
            case "summary" -> SUMMARY;
            case "untyped" -> UNKNOWN;
            default -> null;
        };
    }

    static @Nullable FamilyType ofOpenMetrics(String word) {
        for (FamilyType type : values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(word)) {
                return type;
            }
        }
        return null;
    }
}

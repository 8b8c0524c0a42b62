package io.modelwatch.logindexer.document;

import java.util.List;
import java.util.Locale;

/** Severities and the names they go by. */
public final class Level {

    private static final List<List<String>> SAME = List.of(
            List.of("WARN", "WARNING"),
            List.of("ERROR", "ERR"),
            List.of("FATAL", "CRITICAL", "CRIT"),
            List.of("INFO", "INFORMATION", "INFORMATIONAL"));

    private static final List<String> BY_NUMBER = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
    private static final int NUMBERS_A_LEVEL = 4;

    private Level() {}

    /** The level as it is stored: in upper case. */
    static String stored(String level) {
        return level.strip().toUpperCase(Locale.ROOT);
    }

    /** The level of a severity number of OpenTelemetry, 1 to 24. */
    public static String ofNumber(int number) {
        return BY_NUMBER.get((number - 1) / NUMBERS_A_LEVEL);
    }

    public static int maxNumber() {
        return BY_NUMBER.size() * NUMBERS_A_LEVEL;
    }

    /** All stored names of a level that is searched for. */
    public static List<String> namesOf(String level) {
        String stored = stored(level);
        return SAME.stream().filter(names -> names.contains(stored)).findFirst().orElse(List.of(stored));
    }
}

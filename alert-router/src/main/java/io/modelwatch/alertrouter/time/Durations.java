package io.modelwatch.alertrouter.time;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.List;

/** Durations as Prometheus writes them, such as {@code 1h30m}: whole numbers with falling units, no spaces. */
public final class Durations {

    private static final Pattern FORM = Pattern.compile("^(?:(\\d{1,9})y)?(?:(\\d{1,9})w)?(?:(\\d{1,9})d)?"
            + "(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,12})ms)?$");

    private static final List<Unit> UNITS = List.of(
            new Unit("y", Duration.ofDays(365), true),
            new Unit("w", Duration.ofDays(7), true),
            new Unit("d", Duration.ofDays(1), true),
            new Unit("h", Duration.ofHours(1), false),
            new Unit("m", Duration.ofMinutes(1), false),
            new Unit("s", Duration.ofSeconds(1), false),
            new Unit("ms", Duration.ofMillis(1), false));

    private static final Duration MAX = Duration.ofDays(292L * 365);

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException when the text is none
     */
    public static Duration parse(String text) {
        if ("0".equals(text)) {
            return Duration.ZERO;
        }
        Matcher form = FORM.matcher(text);
        if (text.isEmpty() || !form.find()) {
            throw new IllegalArgumentException(
                    "not a valid duration: \"" + text + "\"; write whole numbers with units, such as 30s, 5m or 1h30m");
        }
        Duration sum = Duration.ZERO;
        for (int i = 0; i < UNITS.size(); i++) {
            String digits = form.group(i + 1);
            if (digits != null) {
                sum = sum.plus(UNITS.get(i).length().multipliedBy(Long.parseLong(digits)));
            }
        }
        if (sum.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("the duration is too long: \"" + text + "\"");
        }
        return sum;
    }

    /** Writes a duration in the same form; what is below a millisecond is dropped. */
    public static String format(Duration duration) {
        long rest = duration.toMillis();
        if (rest == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        for (Unit unit : UNITS) {
            long millis = unit.length().toMillis();
            if (unit.onlyWhole() && rest % millis != 0) {
                continue;
            }
            if (rest / millis > 0) {
                text.append(rest / millis).append(unit.name());
                rest %= millis;
            }
        }
        return text.toString();
    }

    /**
     * A unit.
     *
     * @param onlyWhole whether it is only written where nothing remains below it
     */
    private record Unit(String name, Duration length, boolean onlyWhole) {}
}

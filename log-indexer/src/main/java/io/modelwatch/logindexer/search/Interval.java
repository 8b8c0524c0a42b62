package io.modelwatch.logindexer.search;

import io.modelwatch.logindexer.parameter.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Steps of time to count in.
 *
 * @param step the length of each
 */
record Interval(Duration step) {

    private static final int MAX_STEPS = 1000;
    private static final int STEPS_WANTED = 60;
    private static final Pattern SPELLING = Pattern.compile("([1-9][0-9]{0,4})([smhd])");
    private static final List<Duration> ROUND = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(12));

    /** The interval of a parameter, or a round one that makes some sixty steps. */
    static Interval of(@Nullable String text, Instant from, Instant to) {
        Duration whole = Duration.between(from, to);
        if (text == null || text.isBlank()) {
            return new Interval(ROUND.stream()
                    .filter(step -> whole.dividedBy(step) <= STEPS_WANTED)
                    .findFirst()
                    .orElseGet(() ->
                            Duration.ofDays(1 + whole.dividedBy(STEPS_WANTED).toDays())));
        }
        Matcher spelled = SPELLING.matcher(text);
        if (!spelled.matches()) {
            throw Parameter.invalid("interval must be a number with s, m, h or d such as 5m, was '" + text + "'");
        }
        long number = Long.parseLong(spelled.group(1));
        Duration step = switch (spelled.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
        if (whole.dividedBy(step) >= MAX_STEPS) {
            throw Parameter.invalid(
                    "interval " + text + " makes more than " + MAX_STEPS + " steps between from and to");
        }
        return new Interval(step);
    }

    /** As Elasticsearch spells it. */
    String spelled() {
        return step.toSeconds() + "s";
    }
}

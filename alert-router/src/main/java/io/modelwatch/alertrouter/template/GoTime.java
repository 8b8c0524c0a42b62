package io.modelwatch.alertrouter.template;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Optional;

/** A point in time with the methods that Go gives it. */
record GoTime(ZonedDateTime time) implements HasMethods {

    /** Go's time that is not set. */
    static final GoTime ZERO = new GoTime(ZonedDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));

    private static final String PLAIN = "2006-01-02 15:04:05.999999999 -0700 MST";
    private static final int WEEK = 7;

    static GoTime of(OffsetDateTime time) {
        return new GoTime(time.toZonedDateTime());
    }

    static GoTime of(Instant time) {
        return new GoTime(time.atZone(ZoneOffset.UTC));
    }

    GoTime in(String zone) {
        try {
            return new GoTime(time.withZoneSameInstant(
                    switch (zone) {
                        case "", "UTC" -> ZoneOffset.UTC;
                        case "Local" -> ZoneId.systemDefault();
                        default -> ZoneId.of(zone);
                    }));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("unknown time zone " + zone, e);
        }
    }

    String format(String layout) {
        return TimeLayout.format(time, layout);
    }

    GoDuration since(GoTime earlier) {
        return GoDuration.of(Duration.between(earlier.time, time));
    }

    @Override
    public String typeName() {
        return "time.Time";
    }

    @Override
    public Optional<Function> method(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "Format" -> Function.of(1, args -> format(Arguments.text(args, 0)));
                    case "String" -> Function.get(this::toString);
                    case "Unix" -> Function.get(() -> time.toEpochSecond());
                    case "UnixMilli" -> Function.get(() -> time.toInstant().toEpochMilli());
                    case "UnixNano" ->
                        Function.get(() -> GoDuration.of(Duration.between(Instant.EPOCH, time.toInstant()))
                                .nanos());
                    case "Year" -> Function.get(() -> (long) time.getYear());
                    case "Month" -> Function.get(this::month);
                    case "Day" -> Function.get(() -> (long) time.getDayOfMonth());
                    case "Hour" -> Function.get(() -> (long) time.getHour());
                    case "Minute" -> Function.get(() -> (long) time.getMinute());
                    case "Second" -> Function.get(() -> (long) time.getSecond());
                    case "Nanosecond" -> Function.get(() -> (long) time.getNano());
                    case "YearDay" -> Function.get(() -> (long) time.getDayOfYear());
                    case "Weekday" -> Function.get(this::weekday);
                    case "IsZero" -> Function.get(() -> time.toInstant().equals(ZERO.time.toInstant()));
                    case "UTC" -> Function.get(() -> in("UTC"));
                    case "Local" -> Function.get(() -> in("Local"));
                    case "Sub" -> Function.of(1, args -> since(Arguments.time(args, 0)));
                    case "Add" ->
                        Function.of(
                                1,
                                args -> new GoTime(time.plusNanos(
                                        Arguments.duration(args, 0).nanos())));
                    case "AddDate" ->
                        Function.of(
                                3,
                                args -> new GoTime(time.plusYears(Arguments.number(args, 0))
                                        .plusMonths(Arguments.number(args, 1))
                                        .plusDays(Arguments.number(args, 2))));
                    case "After" ->
                        Function.of(
                                1,
                                args -> instant()
                                        .isAfter(Arguments.time(args, 0).instant()));
                    case "Before" ->
                        Function.of(
                                1,
                                args -> instant()
                                        .isBefore(Arguments.time(args, 0).instant()));
                    case "Equal" ->
                        Function.of(
                                1,
                                args -> instant().equals(Arguments.time(args, 0).instant()));
                    default -> null;
                });
    }

    private Instant instant() {
        return time.toInstant();
    }

    private GoName month() {
        return new GoName(
                "time.Month", time.getMonthValue(), time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    }

    private GoName weekday() {
        return new GoName(
                "time.Weekday",
                time.getDayOfWeek().getValue() % WEEK,
                time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    }

    @Override
    public String toString() {
        return format(PLAIN);
    }
}

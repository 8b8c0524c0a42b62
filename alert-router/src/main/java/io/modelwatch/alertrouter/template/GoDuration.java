package io.modelwatch.alertrouter.template;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** A span of time, in nanoseconds, with the methods and the printed form that Go gives it. */
record GoDuration(long nanos) implements HasMethods {

    private static final double NANOS = 1e9;
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long MILLI = 1_000_000L;
    private static final long MICRO = 1_000L;

    /** Cut to what fits, about 292 years. */
    static GoDuration of(Duration duration) {
        try {
            return new GoDuration(duration.toNanos());
        } catch (ArithmeticException e) {
            return new GoDuration(duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE);
        }
    }

    double seconds() {
        return nanos / NANOS;
    }

    @Override
    public String typeName() {
        return "time.Duration";
    }

    @Override
    public Optional<Function> method(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "Hours" -> Function.get(() -> in(HOUR));
                    case "Minutes" -> Function.get(() -> in(MINUTE));
                    case "Seconds" -> Function.get(() -> in(SECOND));
                    case "Milliseconds" -> Function.get(() -> nanos / MILLI);
                    case "Microseconds" -> Function.get(() -> nanos / MICRO);
                    case "Nanoseconds" -> Function.get(() -> nanos);
                    case "Abs" -> Function.get(() -> new GoDuration(Math.abs(nanos)));
                    case "String" -> Function.get(this::toString);
                    case "Truncate" -> Function.of(1, args -> truncated(Arguments.duration(args, 0).nanos));
                    case "Round" -> Function.of(1, args -> rounded(Arguments.duration(args, 0).nanos));
                    default -> null;
                });
    }

    private double in(long unit) {
        long whole = nanos / unit;
        return whole + (nanos % unit) / (double) unit;
    }

    private GoDuration truncated(long unit) {
        return unit <= 0 ? this : new GoDuration(nanos - nanos % unit);
    }

    private GoDuration rounded(long unit) {
        if (unit <= 0) {
            return this;
        }
        long rest = Math.abs(nanos % unit);
        long down = Math.abs(nanos) - rest;
        long value = rest * 2 < unit ? down : down + unit;
        return new GoDuration(nanos < 0 ? -value : value);
    }

    /** Such as {@code 1h2m3.5s}, {@code 250ms} or {@code 0s}. */
    @Override
    public String toString() {
        if (nanos == 0) {
            return "0s";
        }
        String sign = nanos < 0 ? "-" : "";
        BigDecimal size = BigDecimal.valueOf(nanos).abs();
        if (size.compareTo(BigDecimal.valueOf(SECOND)) < 0) {
            long small = size.longValue();
            String unit = small < MICRO ? "ns" : small < MILLI ? "µs" : "ms";
            long divisor = small < MICRO ? 1 : small < MILLI ? MICRO : MILLI;
            return sign + plain(size.divide(BigDecimal.valueOf(divisor))) + unit;
        }
        BigDecimal[] minutes = size.divideAndRemainder(BigDecimal.valueOf(MINUTE));
        String seconds = plain(minutes[1].divide(BigDecimal.valueOf(SECOND))) + "s";
        long all = minutes[0].longValue();
        if (all == 0) {
            return sign + seconds;
        }
        return sign + (all >= 60 ? all / 60 + "h" : "") + all % 60 + "m" + seconds;
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}

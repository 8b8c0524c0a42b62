package io.modelwatch.alertrouter.silence;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.modelwatch.alertrouter.label.Matchers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A silence that comes again and again, as for a nightly maintenance. Each occurrence is an ordinary silence, made some
 * time before it begins.
 *
 * @param cron five fields: minute, hour, day of month, month, day of week
 * @param zone whose wall clock the fields are of
 * @param length of each occurrence
 */
record RecurringSilence(
        UUID id, Matchers matchers, String cron, ZoneId zone, Duration length, String createdBy, String comment) {

    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    /**
     * The expression as it is kept.
     *
     * @throws IllegalArgumentException with the reason when it is none
     */
    static String checked(String cron) {
        Cron parsed = PARSER.parse(cron).validate();
        return parsed.asString();
    }

    /**
     * A zone by its name.
     *
     * @throws IllegalArgumentException when there is none
     */
    static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("unknown time zone; use a name such as Asia/Shanghai or UTC", e);
        }
    }

    /** The beginnings of occurrences that are not over at the first time and begin before the second; at most so many. */
    List<Instant> occurrences(Instant from, Instant to, int most) {
        ExecutionTime times = ExecutionTime.forCron(PARSER.parse(cron));
        List<Instant> found = new ArrayList<>();
        ZonedDateTime after = from.minus(length).atZone(zone);
        while (found.size() < most) {
            Optional<ZonedDateTime> next = times.nextExecution(after);
            if (next.isEmpty() || !next.get().toInstant().isBefore(to)) {
                break;
            }
            after = next.get();
            if (after.toInstant().plus(length).isAfter(from)) {
                found.add(after.toInstant());
            }
        }
        return found;
    }

    /** The identity of the silence of an occurrence: the same whoever makes it. */
    UUID idOf(Instant start) {
        return UUID.nameUUIDFromBytes((id + "/" + start.getEpochSecond()).getBytes(StandardCharsets.UTF_8));
    }
}

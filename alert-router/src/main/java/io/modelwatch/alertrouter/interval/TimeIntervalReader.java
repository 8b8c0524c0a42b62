package io.modelwatch.alertrouter.interval;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.modelwatch.alertrouter.interval.TimeInterval.Range;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** Reads {@code time_intervals} of alertmanager.yml. */
public final class TimeIntervalReader {

    private static final Pattern TIME = Pattern.compile("^((?:[01]\\d)|(?:2[0-3])):([0-5]\\d)$|^24:00$");
    private static final List<String> WEEKDAYS =
            List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
    private static final List<String> MONTHS = List.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");
    private static final int MINUTES_PER_HOUR = 60;
    private static final int MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;
    private static final int MAX_DAY = 31;

    private TimeIntervalReader() {}

    /** One interval. */
    public static TimeInterval read(Yaml yaml) {
        YamlMap map = yaml.map();
        List<Range> times = new ArrayList<>();
        for (Yaml time : map.list("times")) {
            times.add(time(time));
        }
        List<Range> weekdays = ranges(map.list("weekdays"), yamlText -> named(yamlText, WEEKDAYS, 0));
        List<Range> days = ranges(map.list("days_of_month"), TimeIntervalReader::day);
        List<Range> months = ranges(map.list("months"), TimeIntervalReader::month);
        List<Range> years = ranges(map.list("years"), TimeIntervalReader::number);
        ZoneId zone = map.get("location", TimeIntervalReader::zone, ZoneOffset.UTC);
        map.noOthers();
        return new TimeInterval(times, weekdays, days, months, years, zone);
    }

    private static Range time(Yaml yaml) {
        YamlMap map = yaml.map();
        int start = map.require("start_time").read(TimeIntervalReader::minute);
        int end = map.require("end_time").read(TimeIntervalReader::minute);
        map.noOthers();
        if (start >= end) {
            throw yaml.error("start_time must be before end_time; write two ranges to pass midnight");
        }
        return new Range(start, end);
    }

    private static int minute(String text) {
        Matcher form = TIME.matcher(text);
        if (!form.find()) {
            throw new IllegalArgumentException("not a time between 00:00 and 24:00: \"" + text + "\"");
        }
        String hours = form.group(1);
        return hours == null
                ? MINUTES_PER_DAY
                : Integer.parseInt(hours) * MINUTES_PER_HOUR + Integer.parseInt(form.group(2));
    }

    private static List<Range> ranges(List<Yaml> list, ToIntFunction<String> bound) {
        List<Range> ranges = new ArrayList<>();
        for (Yaml yaml : list) {
            ranges.add(yaml.read(text -> range(text, bound)));
        }
        return ranges;
    }

    private static Range range(String text, ToIntFunction<String> bound) {
        int colon = text.indexOf(':');
        int first = bound.applyAsInt(colon < 0 ? text : text.substring(0, colon));
        int last = colon < 0 ? first : bound.applyAsInt(text.substring(colon + 1));
        boolean fromTheEnd = first < 0;
        if (fromTheEnd && last > 0) {
            throw new IllegalArgumentException("a range that begins with a negative day must end with one: " + text);
        }
        if (fromTheEnd == last < 0 && first > last) {
            throw new IllegalArgumentException("the range must ascend: " + text);
        }
        return new Range(first, last);
    }

    private static int day(String text) {
        int day = number(text);
        if (day == 0 || Math.abs(day) > MAX_DAY) {
            throw new IllegalArgumentException("a day of the month is 1 to 31 or -31 to -1, not " + text);
        }
        return day;
    }

    private static int month(String text) {
        return !text.isEmpty() && Character.isDigit(text.charAt(0)) ? number(text) : named(text, MONTHS, 1);
    }

    private static int named(String text, List<String> names, int first) {
        int index = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (index < 0) {
            throw new IllegalArgumentException("unknown name \"" + text + "\"; use one of " + String.join(", ", names));
        }
        return index + first;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a whole number: \"" + text + "\"", e);
        }
    }

    private static ZoneId zone(Yaml yaml) {
        String name = yaml.text();
        if (name.isEmpty() || "UTC".equals(name)) {
            return ZoneOffset.UTC;
        }
        try {
            return "Local".equals(name) ? ZoneId.systemDefault() : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw yaml.error("unknown time zone \"" + name + "\"; use an IANA name, UTC or Local");
        }
    }
}

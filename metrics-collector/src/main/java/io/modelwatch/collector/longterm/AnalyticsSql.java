package io.modelwatch.collector.longterm;

import io.modelwatch.collector.settings.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Statements for questions about requests; every text of a question is quoted, every name is a known one. */
final class AnalyticsSql {

    static final Set<String> COLUMNS = Set.of(
            "model",
            "service",
            "environment",
            "provider",
            "operation",
            "user_id",
            "session_id",
            "team",
            "status",
            "error_type");

    /** What a free label of records begins with, as a dimension. */
    static final String FREE = "labels.";

    static final int MOST_ROWS = 10_000;

    /** How time is cut, in UTC. */
    enum Step {
        HOUR("toUnixTimestamp(toStartOfHour(time))"),
        DAY("toUnixTimestamp(toDateTime(day, 'UTC'))"),
        MONTH("toUnixTimestamp(toDateTime(toStartOfMonth(day), 'UTC'))");

        private final String sql;

        Step(String sql) {
            this.sql = sql;
        }
    }

    private static final String FIGURES = "count() as requests, sum(status = 'error') as errors,"
            + " sum(cache_hit) as hits, sum(input_tokens) as input, sum(output_tokens) as output,"
            + " sum(cached_tokens) as cached, sum(cost_usd) as cost, sum(unpriced) as priceless,"
            + " avg(latency_ms) as latency_mean, max(latency_ms) as latency_max,"
            + " quantilesTDigest(0.5, 0.95, 0.99)(latency_ms) as latency,"
            + " quantilesTDigest(0.5, 0.95, 0.99)(ttft_ms) as ttft, uniq(user_id) as users";

    private AnalyticsSql() {}

    /** Figures by dimensions and pieces of time; {@code d0}, {@code d1}, … are the dimensions. */
    static String requests(
            String table, TimeRange range, List<String> by, Map<String, String> where, @Nullable Step step) {
        List<String> groups = new ArrayList<>();
        StringBuilder sql = new StringBuilder("select ");
        if (step != null) {
            sql.append(step.sql).append(" as piece, ");
            groups.add("piece");
        }
        for (int i = 0; i < by.size(); i++) {
            sql.append(column(by.get(i))).append(" as d").append(i).append(", ");
            groups.add("d" + i);
        }
        sql.append(FIGURES)
                .append(" from ")
                .append(table)
                .append(" final where ")
                .append(within(range, where));
        if (!groups.isEmpty()) {
            sql.append(" group by ").append(String.join(", ", groups));
        }
        return sql.append(" order by ")
                .append(step == null ? "" : "piece, ")
                .append("requests desc limit ")
                .append(MOST_ROWS)
                .toString();
    }

    /**
     * How many of the users of a day or week came back how much later. A user belongs to the day of its first request ever,
     * among those that the question is about.
     *
     * @param weeks whether weeks are told apart, beginning on Mondays, else days
     */
    static String retention(String table, TimeRange range, Map<String, String> where, boolean weeks) {
        String unit = weeks ? "toMonday(day)" : "day";
        int days = weeks ? 7 : 1;
        String among = matching(where) + " and user_id != ''";
        String from = date(range.from());
        String to = date(range.to().minusMillis(1));
        return "select first, intDiv(toUInt32(seen - first), " + days + ") as later, uniqExact(user_id) as users from ("
                + "select distinct user_id, " + unit + " as seen from " + table + " where day >= " + from
                + " and day <= "
                + to + " and " + among + ") any inner join (select user_id, min(" + unit + ") as first from " + table
                + " where " + among + " group by user_id having first >= " + from + " and first <= " + to
                + ") using user_id group by first, later order by first, later limit " + MOST_ROWS;
    }

    private static String within(TimeRange range, Map<String, String> where) {
        return "day >= " + date(range.from()) + " and day <= " + date(range.to()) + " and " + moment(range.from(), ">=")
                + " and " + moment(range.to(), "<") + " and " + matching(where);
    }

    /** To the millisecond. */
    private static String moment(Instant at, String comparison) {
        return "toInt64(toUnixTimestamp(time)) * 1000 + millis " + comparison + " " + at.toEpochMilli();
    }

    private static String date(Instant at) {
        return "toDate('" + LocalDate.ofInstant(at, ZoneOffset.UTC) + "')";
    }

    private static String matching(Map<String, String> where) {
        StringBuilder conditions = new StringBuilder("1");
        where.forEach((dimension, value) -> conditions
                .append(" and ")
                .append(column(dimension))
                .append(" = ")
                .append(ClickHouse.quoted(value)));
        return conditions.toString();
    }

    private static String column(String dimension) {
        if (dimension.startsWith(FREE)) {
            return "label_values[indexOf(label_names, " + ClickHouse.quoted(dimension.substring(FREE.length())) + ")]";
        }
        if (!COLUMNS.contains(dimension)) {
            throw new IllegalArgumentException("no dimension: " + dimension);
        }
        return dimension;
    }
}

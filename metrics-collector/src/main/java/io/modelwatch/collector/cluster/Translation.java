package io.modelwatch.collector.cluster;

import io.modelwatch.collector.catalogue.Direction;
import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.query.Known;
import io.modelwatch.collector.query.Question;
import io.modelwatch.collector.query.Statistic;
import io.modelwatch.collector.window.Selection;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Puts questions into PromQL over our own families. Counters of replicas are added; gauges never are: a value that several
 * replicas have counts once, as the worst of them. Latencies are read from native histograms where Prometheus has them
 * and from classic ones elsewhere. Thread-safe.
 */
final class Translation {

    private static final double MILLIS = 1000;

    /** How a histogram of the catalogue is called at /metrics, and by what its values are to be multiplied. */
    private record Histogram(String family, double factor) {}

    private static final Map<String, Histogram> HISTOGRAMS = Map.of(
            "request_latency_ms", new Histogram("gen_ai_client_operation_duration_seconds", MILLIS),
            "ttft_ms", new Histogram("gen_ai_client_operation_time_to_first_chunk_seconds", MILLIS));

    private static final Map<String, String> HISTOGRAM_LABELS = Map.of(
            "model", "gen_ai_request_model",
            "provider", "gen_ai_provider_name",
            "operation", "gen_ai_operation_name",
            "error_type", "error_type");

    private final String matchers;

    /**
     * A translation.
     *
     * @param matchers select our series, such as {@code job="metrics-collector"}; may be empty
     */
    Translation(String matchers) {
        this.matchers = matchers;
    }

    /**
     * One expression for a question about a metric that has values of its own.
     *
     * @param range the stretch that each value is about, such as {@code 300s}
     * @throws ProblemException 400 when it cannot be said
     */
    String promql(Question question, String range) {
        MetricDefinition metric = question.metric().definition();
        if (question.metric() instanceof Known.Derived) {
            throw new IllegalArgumentException("ratios are divided here, not there");
        }
        return switch (metric.type()) {
            case COUNTER -> counter(metric.name(), question, range);
            case GAUGE -> gauge(metric, question, range);
            case HISTOGRAM, SUMMARY -> histogram(metric, question, range);
        };
    }

    private String counter(String name, Question question, String range) {
        String family = "modelwatch_" + (name.endsWith("_total") ? name : name + "_total");
        String series = family + selector(question.selection().where()) + "[" + range + "]";
        return switch (question.statistic().kind()) {
            case RATE -> "sum" + by(question.selection()) + "(rate(" + series + "))";
            case SUM -> "sum" + by(question.selection()) + "(increase(" + series + "))";
            default -> throw unsaid(question, "Prometheus knows only what counters were increased by");
        };
    }

    private String gauge(MetricDefinition metric, Question question, String range) {
        String series =
                "modelwatch_" + metric.name() + selector(question.selection().where()) + "[" + range + "]";
        String by = by(question.selection());
        String worst = metric.direction() == Direction.HIGHER_IS_WORSE ? "max" : "min";
        return switch (question.statistic().kind()) {
            case LAST -> worst + by + "(last_over_time(" + series + "))";
            case MEAN -> "avg" + by + "(avg_over_time(" + series + "))";
            case MIN -> "min" + by + "(min_over_time(" + series + "))";
            case MAX -> "max" + by + "(max_over_time(" + series + "))";
            case PERCENTILE -> worst + by + "(quantile_over_time(" + share(question.statistic()) + ", " + series + "))";
            default -> throw unsaid(question, "scraped gauges have no count of values");
        };
    }

    private String histogram(MetricDefinition metric, Question question, String range) {
        Histogram histogram = HISTOGRAMS.get(metric.name());
        if (histogram == null) {
            throw unsaid(question, "it does not stand at /metrics");
        }
        List<String> by = new ArrayList<>();
        for (String label : by(question)) {
            by.add(foreign(question, label));
        }
        Map<String, String> where = question.selection().where().entrySet().stream()
                .collect(Collectors.toMap(one -> foreign(question, one.getKey()), Map.Entry::getValue));
        String selector = selector(where);
        String group = by.isEmpty() ? "" : " by (" + String.join(", ", by) + ") ";
        String grouped = " by (" + String.join(", ", by) + (by.isEmpty() ? "le) " : ", le) ");
        String natives = "sum" + group + "(rate(" + histogram.family() + selector + "[" + range + "]))";
        String inside = switch (question.statistic().kind()) {
            case PERCENTILE ->
                "histogram_quantile(" + share(question.statistic()) + ", " + natives
                        + ") or histogram_quantile(" + share(question.statistic()) + ", sum" + grouped + "(rate("
                        + histogram.family() + "_bucket" + selector + "[" + range + "])))";
            case RATE ->
                either("histogram_count(" + natives + ")", histogram, "_count", group, selector, range, "rate");
            case COUNT ->
                either(
                        "histogram_count(" + natives.replace("(rate(", "(increase(") + ")",
                        histogram,
                        "_count",
                        group,
                        selector,
                        range,
                        "increase");
            case SUM ->
                either(
                        "histogram_sum(" + natives.replace("(rate(", "(increase(") + ")",
                        histogram,
                        "_sum",
                        group,
                        selector,
                        range,
                        "increase");
            case MEAN ->
                "(histogram_sum(" + natives + ") / histogram_count(" + natives + ")) or (sum" + group
                        + "(rate(" + histogram.family() + "_sum" + selector + "[" + range + "])) / sum" + group
                        + "(rate(" + histogram.family() + "_count" + selector + "[" + range + "])))";
            default -> throw unsaid(question, "histograms do not keep single values");
        };
        boolean values = question.statistic().kind() != Statistic.Kind.RATE
                && question.statistic().kind() != Statistic.Kind.COUNT;
        return relabelled(values ? "(" + inside + ") * " + plain(histogram.factor()) : inside, by(question), question);
    }

    private static String either(
            String natives,
            Histogram histogram,
            String suffix,
            String group,
            String selector,
            String range,
            String over) {
        return natives + " or sum" + group + "(" + over + "(" + histogram.family() + suffix + selector + "[" + range
                + "]))";
    }

    /** Gives the labels of the answer our names. */
    private static String relabelled(String expression, List<String> by, Question question) {
        String all = expression;
        for (String label : by) {
            String foreign = foreign(question, label);
            if (!foreign.equals(label)) {
                all = "label_replace(" + all + ", \"" + label + "\", \"$1\", \"" + foreign + "\", \"(.*)\")";
            }
        }
        return all;
    }

    private static String foreign(Question question, String label) {
        String foreign = HISTOGRAM_LABELS.get(label);
        if (foreign == null) {
            throw unsaid(
                    question, "there it has only the labels model, provider, operation and error_type, not " + label);
        }
        return foreign;
    }

    private static List<String> by(Question question) {
        List<String> by = question.selection().by();
        return by == null ? List.of() : by;
    }

    private static String by(Selection selection) {
        List<String> by = selection.by();
        return by == null || by.isEmpty() ? "" : " by (" + String.join(", ", by) + ") ";
    }

    private String selector(Map<String, String> where) {
        List<String> all = new ArrayList<>();
        if (!matchers.isBlank()) {
            all.add(matchers);
        }
        where.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(one -> all.add(one.getKey() + "=" + quoted(one.getValue())));
        return all.isEmpty() ? "" : "{" + String.join(",", all) + "}";
    }

    /** As a string of PromQL, whatever is in it. */
    static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    private static String share(Statistic statistic) {
        return BigDecimal.valueOf(statistic.percentile())
                .movePointLeft(2)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static ProblemException unsaid(Question question, String why) {
        return Problem.of(
                        CommonProblem.INVALID_PARAMETER,
                        "statistic " + question.statistic().text() + " of "
                                + question.metric().definition().name() + " cannot be had with scope=cluster: " + why)
                .asException();
    }
}

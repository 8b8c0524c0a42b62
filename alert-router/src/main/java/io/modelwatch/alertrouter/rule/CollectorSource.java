package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.time.Durations;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Threshold rules ask metrics-collector, about windows that end now. */
final class CollectorSource implements RuleSource<ThresholdRule> {

    private final MetricsCollector collector;
    private final String url;
    private final Duration timeout;

    CollectorSource(MetricsCollector collector, String url, Duration timeout) {
        this.collector = collector;
        this.url = url;
        this.timeout = timeout;
    }

    @Override
    public Map<LabelSet, Double> holding(ThresholdRule rule, Instant at) {
        try {
            MetricWindow metric = window(rule, rule.metric());
            String dividedBy = rule.dividedBy();
            return rule.holding(Evaluation.figures(rule, metric, dividedBy == null ? null : window(rule, dividedBy)));
        } catch (RuntimeException e) {
            throw new RuleException(String.valueOf(e.getMessage()), e);
        }
    }

    private MetricWindow window(ThresholdRule rule, String metric) {
        Map<String, String> where = new HashMap<>();
        rule.where().forEach((name, value) -> where.put("label." + name, value));
        return collector
                .window(metric, Durations.format(rule.window()), rule.by(), where)
                .await()
                .atMost(timeout);
    }

    @Override
    public String link(ThresholdRule rule) {
        StringBuilder link = new StringBuilder(url)
                .append("/api/v1/metrics/")
                .append(encoded(rule.metric()))
                .append("?window=")
                .append(Durations.format(rule.window()));
        rule.by().forEach(label -> link.append("&by=").append(encoded(label)));
        return link.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

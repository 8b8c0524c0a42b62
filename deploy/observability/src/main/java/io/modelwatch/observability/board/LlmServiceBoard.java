package io.modelwatch.observability.board;

import static io.modelwatch.observability.board.Promql.increase;
import static io.modelwatch.observability.board.Promql.mean;
import static io.modelwatch.observability.board.Promql.quantile;
import static io.modelwatch.observability.board.Promql.rate;
import static io.modelwatch.observability.board.Promql.sumOfRate;

import io.modelwatch.observability.grafana.Board;
import io.modelwatch.observability.grafana.Panel;
import io.modelwatch.observability.grafana.Row;
import io.modelwatch.observability.grafana.Threshold;
import io.modelwatch.observability.grafana.Unit;
import io.modelwatch.observability.grafana.Variable;
import java.util.List;

/** The first board to look at: overview, latency, throughput and GPU, model quality. */
final class LlmServiceBoard {

    static final String REQUESTS = "llm_requests_total{job=~\"$source\", model=~\"$model\"}";
    static final String ERRORS = "llm_requests_total{job=~\"$source\", model=~\"$model\", status=\"error\"}";
    private static final String SOURCE = "{job=~\"$source\"}";

    private LlmServiceBoard() {}

    static Board board() {
        return new Board(
                "modelwatch-llm-service",
                "LLM Service Monitor",
                "LLM服务监控：概览、延迟、吞吐与GPU、模型质量",
                "What users of the LLM service get, and what it costs the hardware.",
                List.of("llm"),
                Variable.sourceAndModel(),
                List.of(overview(), serviceLevels(), latency(), traffic(), throughputAndGpu(), quality()));
    }

    /** Failed requests by all; 0 rather than nothing while none has ever failed. */
    static String errorShare(String by) {
        String total = sumOfRate(by, REQUESTS);
        return "(" + sumOfRate(by, ERRORS) + " or 0 * " + total + ") / (" + total + " > 0)";
    }

    private static Row overview() {
        return Row.small(
                "Overview",
                "概览",
                Panel.stat("Requests per second", "当前QPS", "Requests reported, all outcomes.", Unit.REQUESTS_PER_SECOND)
                        .query(sumOfRate("", REQUESTS), "requests"),
                Panel.stat(
                                "Mean latency",
                                "平均延迟",
                                "Sum by count of the latency histogram, all models.",
                                Unit.MILLISECONDS)
                        .query(mean("", "llm_request_latency_ms", SOURCE), "mean")
                        .thresholds(Threshold.rising(2000, 5000)),
                Panel.stat("Error rate", "错误率", "Failed requests by all requests.", Unit.RATIO)
                        .query(errorShare(""), "errors")
                        .thresholds(Threshold.rising(0.05, 0.5)),
                Panel.stat("GPU utilization", "GPU利用率", "Of the busiest card.", Unit.PERCENT)
                        .query("max(gpu:utilization:percent)", "utilization")
                        .thresholds(Threshold.rising(85, 95))
                        .max(100));
    }

    private static Row serviceLevels() {
        return Row.small(
                "Service levels",
                "服务水平",
                Panel.stat(
                                "Error burn rate, 1 h",
                                "错误预算燃烧率（1小时）",
                                "How many times faster than allowed the error budget (1 % of the requests) is used. LLMErrorBudgetBurnFast fires above 14.4.",
                                Unit.SCORE)
                        .query("max(job:llm_request_errors:ratio_rate1h{job=~\"$source\"}) / 0.01", "burn rate")
                        .thresholds(Threshold.rising(1, 14.4)),
                Panel.stat(
                                "Latency burn rate, 1 h",
                                "延迟预算燃烧率（1小时）",
                                "The same for the latency budget: 5 % of the requests may take longer than 5 s.",
                                Unit.SCORE)
                        .query("max(job:llm_requests_over_5s:ratio_rate1h{job=~\"$source\"}) / 0.05", "burn rate")
                        .thresholds(Threshold.rising(1, 14.4)),
                Panel.stat("Active requests", "并发请求数", "Mean number in flight over the last minute.", Unit.COUNT)
                        .query("sum(llm_active_requests{job=~\"$source\"})", "active"),
                Panel.stat("Firing alerts", "触发中的告警", "Alerts of Prometheus that fire now.", Unit.COUNT)
                        .query("count(ALERTS{alertstate=\"firing\"}) or vector(0)", "firing")
                        .thresholds(Threshold.rising(1, 5)));
    }

    private static Row latency() {
        return Row.of(
                "Latency",
                "延迟分析",
                Panel.graph(
                                "Request latency P50, P95, P99 and mean",
                                "请求延迟 P50/P95/P99 与均值",
                                "Over all models; the largest finite bucket is 10 s. Points are single requests with a trace.",
                                Unit.MILLISECONDS)
                        .queryWithExemplars(quantile(0.5, "", "llm_request_latency_ms", SOURCE), "P50")
                        .queryWithExemplars(quantile(0.95, "", "llm_request_latency_ms", SOURCE), "P95")
                        .queryWithExemplars(quantile(0.99, "", "llm_request_latency_ms", SOURCE), "P99")
                        .query(mean("", "llm_request_latency_ms", SOURCE), "mean")
                        .thresholds(Threshold.rising(2000, 5000)),
                Panel.graph(
                                "Time to first token P50, P95",
                                "TTFT分布（首Token延迟）",
                                "Streamed answers; the largest finite bucket is 1 s, so a line at 1000 means 1 s or more.",
                                Unit.MILLISECONDS)
                        .queryWithExemplars(quantile(0.5, "", "llm_ttft_ms", SOURCE), "P50")
                        .queryWithExemplars(quantile(0.95, "", "llm_ttft_ms", SOURCE), "P95")
                        .query(mean("", "llm_ttft_ms", SOURCE), "mean")
                        .thresholds(Threshold.rising(500, 1000)),
                Panel.heatmap(
                                "Request latency distribution",
                                "请求延迟分布",
                                "Requests by bucket: two bands are two kinds of requests.",
                                Unit.MILLISECONDS)
                        .query("sum by (le) (" + increase("llm_request_latency_ms_bucket" + SOURCE) + ")", "{{le}}"));
    }

    private static Row traffic() {
        return Row.of(
                "Traffic by model",
                "各模型流量",
                Panel.graph("Requests by model", "各模型请求量", "Requests reported, by model.", Unit.REQUESTS_PER_SECOND)
                        .query(sumOfRate("model", REQUESTS), "{{model}}"),
                Panel.graph(
                                "Error rate by model",
                                "各模型错误率",
                                "Failed requests by all requests of the model.",
                                Unit.RATIO)
                        .query(errorShare("model"), "{{model}}")
                        .thresholds(Threshold.rising(0.05, 0.5)));
    }

    private static Row throughputAndGpu() {
        return Row.of(
                "Throughput and GPU",
                "吞吐量与GPU",
                Panel.graph(
                                "Tokens per second",
                                "生成吞吐量 (tokens/s)",
                                "Output tokens, all models.",
                                Unit.TOKENS_PER_SECOND)
                        .query("sum(" + rate("llm_tokens_generated_total" + SOURCE) + ")", "tokens/s"),
                Panel.graph(
                                "GPU utilization and memory",
                                "GPU利用率与显存使用",
                                "Per card where the DCGM exporter runs, else of the pushed samples. Memory is by the card's own total.",
                                Unit.PERCENT)
                        .query("gpu:utilization:percent", "utilization {{instance}} {{gpu}}")
                        .query("100 * gpu:memory_used:ratio", "memory {{instance}} {{gpu}}")
                        .thresholds(Threshold.rising(85, 95))
                        .max(100));
    }

    private static Row quality() {
        return Row.of(
                "Model quality",
                "模型质量",
                Panel.graph(
                                "Model accuracy",
                                "模型准确率趋势",
                                "Worst of the latest samples of model_accuracy; a gap where none was sent.",
                                Unit.PERCENT)
                        .query("job:llm_model_accuracy:percent{job=~\"$source\"}", "accuracy")
                        .thresholds(Threshold.falling(85, 80))
                        .max(100),
                Panel.graph(
                                "Data drift (PSI)",
                                "数据漂移评分 (PSI)",
                                "Population stability index against the newest baseline, worst feature; 0.1 is moderate, 0.2 severe.",
                                Unit.SCORE)
                        .query("max by (model) (modelwatch:data_drift_psi:max)", "PSI {{model}}")
                        .thresholds(Threshold.rising(0.1, 0.2)));
    }
}

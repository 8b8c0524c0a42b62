package io.modelwatch.observability.board;

import static io.modelwatch.observability.board.Promql.share;
import static io.modelwatch.observability.board.Promql.sumOfRate;

import io.modelwatch.observability.grafana.Board;
import io.modelwatch.observability.grafana.Panel;
import io.modelwatch.observability.grafana.Row;
import io.modelwatch.observability.grafana.Threshold;
import io.modelwatch.observability.grafana.Unit;
import io.modelwatch.observability.grafana.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * What the traffic costs, as far as Prometheus knows: tokens, caches and energy. Money by model is an answer of
 * metrics-collector's {@code /api/v1/usage}; here it is an estimate at a flat price that the viewer types in.
 */
final class CostBoard {

    private static final String TOKENS = "llm_tokens_generated_total{job=~\"$source\"}";

    private CostBoard() {}

    static Board board() {
        List<Variable> variables = new ArrayList<>(Variable.sourceAndModel());
        variables.add(new Variable.Text("usd_per_million", "USD per 1 M output tokens / 每百万输出Token美元", "10"));
        return new Board(
                "modelwatch-cost",
                "LLM Cost",
                "LLM成本：Token、预算、缓存与能耗",
                "Tokens, budget, caches and energy. Exact cost by model: metrics-collector's /api/v1/usage.",
                List.of("llm", "cost"),
                variables,
                List.of(today(), overTime(), efficiency()));
    }

    private static Row today() {
        return Row.small(
                "Last 24 hours",
                "最近24小时",
                Panel.stat("Tokens generated", "生成Token数", "Output tokens of all models.", Unit.COUNT)
                        .query("sum(increase(" + TOKENS + "[1d]))", "tokens"),
                Panel.stat("Budget used", "预算使用率", "Of the daily token budget in settings.yml.", Unit.RATIO)
                        .query(
                                "sum(increase(" + TOKENS
                                        + "[1d])) / on () group_left () modelwatch:llm_token_budget:daily",
                                "used")
                        .thresholds(Threshold.rising(0.8, 1)),
                Panel.stat(
                                "Estimated output cost",
                                "估算输出成本",
                                "Output tokens at the flat price typed in above; an estimate.",
                                Unit.US_DOLLAR)
                        .query("sum(increase(" + TOKENS + "[1d])) / 1e6 * $usd_per_million", "USD"),
                Panel.stat(
                                "Unpriced requests",
                                "无价格请求数",
                                "Requests of models without a price: their cost is unknown, not zero.",
                                Unit.COUNT)
                        .query("sum(increase(metrics_collector_unpriced_requests_total[1d]))", "unpriced")
                        .thresholds(Threshold.rising(1, 1000)));
    }

    private static Row overTime() {
        return Row.of(
                "Consumption",
                "消耗",
                Panel.graph("Tokens generated", "生成Token速率", "Output tokens of all models.", Unit.TOKENS_PER_SECOND)
                        .query(sumOfRate("", TOKENS), "tokens/s"),
                Panel.graph("Requests by model", "各模型请求量", "Who causes the cost.", Unit.REQUESTS_PER_SECOND)
                        .query(sumOfRate("model", LlmServiceBoard.REQUESTS), "{{model}}"),
                Panel.graph("Estimated cost per hour", "每小时估算成本", "Output tokens at the flat price.", Unit.US_DOLLAR)
                        .query(sumOfRate("", TOKENS) + " * 3600 / 1e6 * $usd_per_million", "USD per hour"));
    }

    private static Row efficiency() {
        return Row.of(
                "Efficiency",
                "效率",
                Panel.graph("Tokens per request", "每请求Token数", "Output tokens by requests, all models.", Unit.COUNT)
                        .query(share("", TOKENS, "llm_requests_total{job=~\"$source\"}"), "tokens"),
                Panel.graph("Prefix cache hit rate", "前缀缓存命中率", "Prompt tokens that need not be computed.", Unit.RATIO)
                        .query(
                                share("model_name", "vllm:prefix_cache_hits_total", "vllm:prefix_cache_queries_total"),
                                "{{model_name}}")
                        .thresholds(Threshold.falling(0.5, 0.3))
                        .max(1),
                Panel.graph(
                                "Energy per 1000 tokens",
                                "每千Token能耗",
                                "Energy of all cards by the tokens their engines generated.",
                                Unit.JOULE)
                        .query(
                                sumOfRate("", "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION") + " / ("
                                        + sumOfRate("", "vllm:generation_tokens_total") + " > 0)",
                                "joule"));
    }
}

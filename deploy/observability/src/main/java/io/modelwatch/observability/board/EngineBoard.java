package io.modelwatch.observability.board;

import static io.modelwatch.observability.board.Promql.increase;
import static io.modelwatch.observability.board.Promql.quantile;
import static io.modelwatch.observability.board.Promql.share;
import static io.modelwatch.observability.board.Promql.sumOfRate;

import io.modelwatch.observability.grafana.Board;
import io.modelwatch.observability.grafana.Panel;
import io.modelwatch.observability.grafana.Row;
import io.modelwatch.observability.grafana.Threshold;
import io.modelwatch.observability.grafana.Unit;
import io.modelwatch.observability.grafana.Variable;
import java.util.List;

/** Inference engines (vLLM) and the cards below them. */
final class EngineBoard {

    private static final String ENGINE = "{job=\"llm-service\", model_name=~\"$model\"}";

    private EngineBoard() {}

    static Board board() {
        return new Board(
                "modelwatch-engines",
                "Inference Engines and GPUs",
                "推理引擎与GPU",
                "Queue, cache and timing of the engines as they tell them themselves, and the cards they run on.",
                List.of("llm", "gpu"),
                List.of(new Variable.Labels(
                        "model",
                        "Model / 模型",
                        "label_values(vllm:num_requests_running{job=\"llm-service\"}, model_name)",
                        true)),
                List.of(load(), timing(), lengths(), cards()));
    }

    private static Row load() {
        return Row.of(
                "Load",
                "负载",
                Panel.graph(
                                "Running and waiting requests",
                                "运行与排队请求",
                                "Waiting requests are latency to come.",
                                Unit.COUNT)
                        .query(
                                "sum by (model_name) (vllm:num_requests_running" + ENGINE + ")",
                                "running {{model_name}}")
                        .query(
                                "sum by (model_name) (vllm:num_requests_waiting" + ENGINE + ")",
                                "waiting {{model_name}}"),
                Panel.graph(
                                "KV cache in use",
                                "KV缓存使用率",
                                "Each engine; older ones call it gpu_cache_usage_perc.",
                                Unit.RATIO)
                        .query(
                                "vllm:kv_cache_usage_perc" + ENGINE + " or vllm:gpu_cache_usage_perc" + ENGINE,
                                "{{instance}}")
                        .thresholds(Threshold.rising(0.8, 0.9))
                        .max(1),
                Panel.graph(
                                "Ended requests by reason",
                                "请求结束原因",
                                "length: cut at max_tokens; abort: the client left.",
                                Unit.REQUESTS_PER_SECOND)
                        .query(
                                sumOfRate("finished_reason", "vllm:request_success_total" + ENGINE),
                                "{{finished_reason}}")
                        .query(sumOfRate("", "vllm:num_preemptions_total" + ENGINE), "preempted"));
    }

    private static Row timing() {
        return Row.of(
                "Timing",
                "耗时",
                Panel.graph("End to end P50, P95, P99", "端到端延迟", "Time in the engine, queue included.", Unit.SECONDS)
                        .query(quantile(0.5, "", "vllm:e2e_request_latency_seconds", ENGINE), "P50")
                        .query(quantile(0.95, "", "vllm:e2e_request_latency_seconds", ENGINE), "P95")
                        .query(quantile(0.99, "", "vllm:e2e_request_latency_seconds", ENGINE), "P99"),
                Panel.graph("Where the time goes, P95", "耗时构成（P95）", "Queue, prefill and decode.", Unit.SECONDS)
                        .query(quantile(0.95, "", "vllm:request_queue_time_seconds", ENGINE), "queue")
                        .query(quantile(0.95, "", "vllm:request_prefill_time_seconds", ENGINE), "prefill")
                        .query(quantile(0.95, "", "vllm:request_decode_time_seconds", ENGINE), "decode"),
                Panel.graph(
                                "First token and between tokens, P95",
                                "首Token与Token间隔（P95）",
                                "The seed of a fluent answer: below 0.2 s and below 0.05 s.",
                                Unit.SECONDS)
                        .query(quantile(0.95, "", "vllm:time_to_first_token_seconds", ENGINE), "first token")
                        .query(quantile(0.95, "", "vllm:inter_token_latency_seconds", ENGINE), "between tokens"));
    }

    private static Row lengths() {
        return Row.of(
                "Tokens",
                "Token",
                Panel.graph("Tokens in and out", "输入与输出Token", "Prompt and generated tokens.", Unit.TOKENS_PER_SECOND)
                        .query(sumOfRate("", "vllm:prompt_tokens_total" + ENGINE), "in")
                        .query(sumOfRate("", "vllm:generation_tokens_total" + ENGINE), "out"),
                Panel.heatmap("Prompt length", "提示长度分布", "Tokens of a prompt.", Unit.COUNT)
                        .query(
                                "sum by (le) (" + increase("vllm:request_prompt_tokens_bucket" + ENGINE) + ")",
                                "{{le}}"),
                Panel.graph(
                                "Prefix cache hit rate",
                                "前缀缓存命中率",
                                "Prompt tokens found in the cache by those looked up.",
                                Unit.RATIO)
                        .query(
                                share(
                                        "model_name",
                                        "vllm:prefix_cache_hits_total" + ENGINE,
                                        "vllm:prefix_cache_queries_total" + ENGINE),
                                "{{model_name}}")
                        .thresholds(Threshold.falling(0.5, 0.3))
                        .max(1));
    }

    private static Row cards() {
        return Row.of(
                "Cards",
                "GPU",
                Panel.graph("Utilization", "利用率", "Each card.", Unit.PERCENT)
                        .query("gpu:utilization:percent", "{{instance}} {{gpu}}")
                        .max(100),
                Panel.graph("Memory in use", "显存使用率", "By the card's own total.", Unit.RATIO)
                        .query("gpu:memory_used:ratio", "{{instance}} {{gpu}}")
                        .thresholds(Threshold.rising(0.9, 0.98))
                        .max(1),
                Panel.graph("Temperature", "温度", "Each card.", Unit.CELSIUS)
                        .query("DCGM_FI_DEV_GPU_TEMP < 1000", "{{instance}} {{gpu}}")
                        .thresholds(Threshold.rising(80, 90)),
                Panel.graph("Power", "功耗", "Each card.", Unit.WATT)
                        .query("DCGM_FI_DEV_POWER_USAGE < 10000", "{{instance}} {{gpu}}"),
                Panel.table(
                                "Last XID error",
                                "最近的XID错误",
                                "The number stays until the next error; 0 is none.",
                                Unit.SCORE)
                        .query("max by (instance, gpu) (DCGM_FI_DEV_XID_ERRORS < 1e6)", "{{instance}} {{gpu}}"));
    }
}

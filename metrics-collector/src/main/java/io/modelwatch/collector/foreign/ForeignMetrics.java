package io.modelwatch.collector.foreign;

import io.modelwatch.collector.foreign.Rule.CpuSeconds;
import io.modelwatch.collector.foreign.Rule.Free;
import io.modelwatch.collector.foreign.Rule.Gauge;
import io.modelwatch.collector.foreign.Rule.MeanCount;
import io.modelwatch.collector.foreign.Rule.MeanSum;
import io.modelwatch.collector.foreign.Rule.Total;
import io.modelwatch.collector.foreign.Rule.Whole;
import io.modelwatch.collector.window.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of vLLM, SGLang, TGI, Triton, DCGM, gateways, the node exporter and kube-state-metrics, and the labels that are
 * kept. One name may feed several metrics.
 */
public final class ForeignMetrics {

    private static final double PERCENT = 100;
    private static final double MILLIS = 1000;
    private static final double MICROS_PER_MILLI = 1000;
    private static final double MIB_PER_GIB = 1024;
    private static final double BYTES_PER_GIB = 1 << 30;
    private static final int LABEL_CHARS = 256;

    private static final Map<String, List<Rule>> RULES = rules();

    /** Our names of the foreign labels that are kept; the others would only make more series. */
    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("gpu", "gpu"),
            Map.entry("UUID", "gpu_uuid"),
            Map.entry("gpu_uuid", "gpu_uuid"),
            Map.entry("GPU_I_ID", "gpu_instance"),
            Map.entry("Hostname", "host"),
            Map.entry("node", "host"),
            Map.entry("namespace", "namespace"),
            Map.entry("pod", "pod"),
            Map.entry("container", "container"),
            Map.entry("instance", "instance"),
            Map.entry("model", "model"),
            Map.entry("model_name", "model"),
            Map.entry("ai_model", "model"),
            Map.entry("requested_model", "model"),
            Map.entry("litellm_model_name", "model"),
            Map.entry("gen_ai.request.model", "model"),
            Map.entry("gen_ai_request_model", "model"),
            Map.entry("feature", "feature"),
            Map.entry("engine", "engine"),
            Map.entry("version", "version"),
            Map.entry("mountpoint", "mountpoint"));

    private ForeignMetrics() {}

    private static Map<String, List<Rule>> rules() {
        Map<String, List<Rule>> rules = new HashMap<>();
        gpus(rules);
        vllm(rules);
        sglang(rules);
        tgi(rules);
        triton(rules);
        gateways(rules);
        machines(rules);
        clusters(rules);
        Map<String, List<Rule>> settled = new HashMap<>();
        rules.forEach((name, list) -> settled.put(name, List.copyOf(list)));
        return Map.copyOf(settled);
    }

    private static void gpus(Map<String, List<Rule>> rules) {
        add(rules, "DCGM_FI_DEV_GPU_UTIL", gauge("gpu_utilization", 1));
        add(rules, "DCGM_FI_PROF_GR_ENGINE_ACTIVE", fallback("gpu_utilization", PERCENT));
        add(rules, "DCGM_FI_DEV_FB_USED", gauge("gpu_memory_used", 1 / MIB_PER_GIB));
        add(rules, "DCGM_FI_DEV_GPU_TEMP", gauge("gpu_temperature", 1));
        add(rules, "DCGM_FI_DEV_POWER_USAGE", gauge("gpu_power", 1));
        add(rules, "DCGM_FI_DEV_XID_ERRORS", gauge("gpu_xid_error", 1));
        add(rules, "nv_gpu_utilization", fallback("gpu_utilization", PERCENT));
        add(rules, "nv_gpu_memory_used_bytes", fallback("gpu_memory_used", 1 / BYTES_PER_GIB));
        add(rules, "nv_gpu_power_usage", fallback("gpu_power", 1));
    }

    /** A name that was given up stands beside the new one. */
    private static void vllm(Map<String, List<Rule>> rules) {
        add(rules, "vllm:kv_cache_usage_perc", gauge("kv_cache_utilization", PERCENT));
        add(rules, "vllm:gpu_cache_usage_perc", fallback("kv_cache_utilization", PERCENT));
        add(rules, "vllm:num_requests_running", gauge("engine_requests_running", 1));
        add(rules, "vllm:num_requests_waiting", gauge("engine_requests_waiting", 1));
        add(rules, "vllm:prompt_tokens_total", total("engine_prompt_tokens_total"));
        add(rules, "vllm:generation_tokens_total", total("engine_generation_tokens_total"));
        add(rules, "vllm:num_preemptions_total", total("engine_preemptions_total"));
        add(rules, "vllm:request_success_total", total("engine_requests_total"));
        for (String prefix : List.of("vllm:", "vllm:gpu_")) {
            add(rules, prefix + "prefix_cache_queries_total", total("engine_prefix_cache_queries_total"));
            add(rules, prefix + "prefix_cache_hits_total", total("engine_prefix_cache_hits_total"));
        }
        mean(rules, "vllm:time_to_first_token_seconds", "engine_ttft_ms", MILLIS);
        mean(rules, "vllm:inter_token_latency_seconds", "engine_tpot_ms", MILLIS);
        mean(rules, "vllm:time_per_output_token_seconds", "engine_tpot_ms", MILLIS);
        mean(rules, "vllm:e2e_request_latency_seconds", "engine_latency_ms", MILLIS);
        mean(rules, "vllm:request_queue_time_seconds", "engine_queue_ms", MILLIS);
    }

    private static void sglang(Map<String, List<Rule>> rules) {
        add(rules, "sglang:token_usage", gauge("kv_cache_utilization", PERCENT));
        add(rules, "sglang:num_running_reqs", gauge("engine_requests_running", 1));
        add(rules, "sglang:num_queue_reqs", gauge("engine_requests_waiting", 1));
        add(rules, "sglang:gen_throughput", gauge("engine_generation_throughput", 1));
        add(rules, "sglang:cache_hit_rate", gauge("engine_prefix_cache_hit_rate", PERCENT));
        add(rules, "sglang:prompt_tokens_total", total("engine_prompt_tokens_total"));
        add(rules, "sglang:generation_tokens_total", total("engine_generation_tokens_total"));
        mean(rules, "sglang:time_to_first_token_seconds", "engine_ttft_ms", MILLIS);
        mean(rules, "sglang:time_per_output_token_seconds", "engine_tpot_ms", MILLIS);
        mean(rules, "sglang:e2e_request_latency_seconds", "engine_latency_ms", MILLIS);
        add(rules, "sglang:e2e_request_latency_seconds_count", total("engine_requests_total"));
    }

    /** Counters without {@code _total}, durations in seconds without a suffix. */
    private static void tgi(Map<String, List<Rule>> rules) {
        add(rules, "tgi_batch_current_size", gauge("engine_requests_running", 1));
        add(rules, "tgi_queue_size", gauge("engine_requests_waiting", 1));
        add(rules, "tgi_request_success", total("engine_requests_total"));
        add(rules, "tgi_request_failure", total("engine_failures_total"));
        add(rules, "tgi_request_input_length_sum", total("engine_prompt_tokens_total"));
        add(rules, "tgi_request_generated_tokens_sum", total("engine_generation_tokens_total"));
        mean(rules, "tgi_request_duration", "engine_latency_ms", MILLIS);
        mean(rules, "tgi_request_queue_duration", "engine_queue_ms", MILLIS);
        mean(rules, "tgi_request_mean_time_per_token_duration", "engine_tpot_ms", MILLIS);
    }

    /** Units are in the names. */
    private static void triton(Map<String, List<Rule>> rules) {
        add(rules, "nv_inference_pending_request_count", gauge("engine_requests_waiting", 1));
        add(rules, "nv_inference_request_success", total("engine_requests_total"));
        add(rules, "nv_inference_request_success", new MeanCount("engine_latency_ms"));
        add(rules, "nv_inference_request_success", new MeanCount("engine_queue_ms"));
        add(rules, "nv_inference_request_failure", total("engine_failures_total"));
        add(rules, "nv_inference_request_duration_us", new MeanSum("engine_latency_ms", 1 / MICROS_PER_MILLI));
        add(rules, "nv_inference_queue_duration_us", new MeanSum("engine_queue_ms", 1 / MICROS_PER_MILLI));
        mean(rules, "nv_inference_first_response_histogram_ms", "engine_ttft_ms", 1);
    }

    /** LiteLLM under its names of now and before, Envoy AI Gateway, Higress; what they count may come as records too. */
    private static void gateways(Map<String, List<Rule>> rules) {
        for (String end : List.of("_metric", "_metric_total")) {
            add(rules, "litellm_proxy_total_requests" + end, total("gateway_requests_total"));
            add(rules, "litellm_proxy_failed_requests" + end, total("gateway_failures_total"));
            add(rules, "litellm_spend" + end, total("gateway_spend_usd_total"));
            add(rules, "litellm_input_tokens" + end, total("gateway_input_tokens_total"));
            add(rules, "litellm_output_tokens" + end, total("gateway_output_tokens_total"));
        }
        add(rules, "litellm_requests_metric_total", total("gateway_requests_total"));
        add(rules, "litellm_input_tokens_total", total("gateway_input_tokens_total"));
        add(rules, "litellm_output_tokens_total", total("gateway_output_tokens_total"));
        add(rules, "litellm_deployment_state", gauge("gateway_deployment_state", 1));
        mean(rules, "litellm_request_total_latency_metric", "gateway_latency_ms", MILLIS);
        mean(rules, "litellm_llm_api_time_to_first_token_metric", "gateway_ttft_ms", MILLIS);
        for (String end : List.of("", "_seconds")) {
            mean(rules, "gen_ai_server_request_duration" + end, "gateway_latency_ms", MILLIS);
            mean(rules, "gen_ai_server_time_to_first_token" + end, "gateway_ttft_ms", MILLIS);
        }
        String higress = "route_upstream_model_consumer_metric_";
        add(rules, higress + "llm_service_duration", new MeanSum("gateway_latency_ms", 1));
        add(rules, higress + "llm_duration_count", new MeanCount("gateway_latency_ms"));
        add(rules, higress + "llm_duration_count", total("gateway_requests_total"));
        add(rules, higress + "llm_first_token_duration", new MeanSum("gateway_ttft_ms", 1));
        add(rules, higress + "llm_stream_duration_count", new MeanCount("gateway_ttft_ms"));
        add(rules, higress + "input_token", total("gateway_input_tokens_total"));
        add(rules, higress + "output_token", total("gateway_output_tokens_total"));
    }

    private static void machines(Map<String, List<Rule>> rules) {
        add(rules, "node_cpu_seconds_total", new CpuSeconds("cpu_utilization"));
        add(rules, "node_memory_MemAvailable_bytes", new Free("memory_utilization"));
        add(rules, "node_memory_MemTotal_bytes", new Whole("memory_utilization"));
        add(rules, "node_filesystem_avail_bytes", new Free("disk_utilization"));
        add(rules, "node_filesystem_size_bytes", new Whole("disk_utilization"));
        add(rules, "node_disk_read_bytes_total", total("disk_read_bytes_total"));
        add(rules, "node_disk_written_bytes_total", total("disk_written_bytes_total"));
        Map<String, String> loopback = Map.of("device", "lo");
        add(rules, "node_network_receive_bytes_total", new Total("network_received_bytes_total", 1, loopback));
        add(rules, "node_network_transmit_bytes_total", new Total("network_sent_bytes_total", 1, loopback));
    }

    /** What kube-state-metrics says, and what a Prometheus that pushes says of its targets. */
    private static void clusters(Map<String, List<Rule>> rules) {
        add(rules, "kube_pod_container_status_restarts_total", total("pod_restarts_total"));
        add(rules, "kube_pod_container_status_running", gauge("container_running", 1));
        add(
                rules,
                "kube_node_status_condition",
                new Gauge("node_ready", 1, false, Map.of("condition", "Ready", "status", "true")));
        add(rules, "up", gauge("target_up", 1));
    }

    private static void add(Map<String, List<Rule>> rules, String name, Rule rule) {
        rules.computeIfAbsent(name, any -> new ArrayList<>()).add(rule);
    }

    private static void mean(Map<String, List<Rule>> rules, String histogram, String metric, double factor) {
        add(rules, histogram + "_sum", new MeanSum(metric, factor));
        add(rules, histogram + "_count", new MeanCount(metric));
    }

    static Rule gauge(String metric, double factor) {
        return new Gauge(metric, factor, false, Map.of());
    }

    private static Rule fallback(String metric, double factor) {
        return new Gauge(metric, factor, true, Map.of());
    }

    private static Rule total(String metric) {
        return new Total(metric, 1, Map.of());
    }

    /** What the name feeds; nothing where nobody knows it. */
    static List<Rule> rules(String name) {
        return RULES.getOrDefault(name, List.of());
    }

    /** The labels that are kept, by our names, after those of the source; those of the given names too. */
    static Labels labels(Map<String, String> foreign, Labels source, Collection<String> own) {
        Labels labels = source;
        for (Map.Entry<String, String> label : foreign.entrySet()) {
            String name = own.contains(label.getKey()) ? label.getKey() : LABELS.get(label.getKey());
            if (name != null && !source.values().containsKey(name)) {
                String value = label.getValue();
                labels = labels.and(name, value.length() > LABEL_CHARS ? value.substring(0, LABEL_CHARS) : value);
            }
        }
        return labels;
    }
}

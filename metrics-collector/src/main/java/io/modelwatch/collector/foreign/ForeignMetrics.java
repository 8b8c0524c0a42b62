package io.modelwatch.collector.foreign;

import io.modelwatch.collector.foreign.Rule.CpuSeconds;
import io.modelwatch.collector.foreign.Rule.Free;
import io.modelwatch.collector.foreign.Rule.Gauge;
import io.modelwatch.collector.foreign.Rule.Total;
import io.modelwatch.collector.foreign.Rule.Whole;
import io.modelwatch.collector.window.Labels;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of vLLM, SGLang, TGI, Triton, DCGM and the node exporter, and the labels that are kept. */
public final class ForeignMetrics {

    private static final double PERCENT = 100;
    private static final double MIB_PER_GIB = 1024;
    private static final double BYTES_PER_GIB = 1 << 30;
    private static final int LABEL_CHARS = 256;

    private static final Map<String, Rule> RULES = Map.ofEntries(
            // GPUs
            Map.entry("DCGM_FI_DEV_GPU_UTIL", gauge("gpu_utilization", 1)),
            Map.entry("DCGM_FI_PROF_GR_ENGINE_ACTIVE", new Gauge("gpu_utilization", PERCENT, true)),
            Map.entry("DCGM_FI_DEV_FB_USED", gauge("gpu_memory_used", 1 / MIB_PER_GIB)),
            Map.entry("DCGM_FI_DEV_GPU_TEMP", gauge("gpu_temperature", 1)),
            Map.entry("DCGM_FI_DEV_POWER_USAGE", gauge("gpu_power", 1)),
            Map.entry("DCGM_FI_DEV_XID_ERRORS", gauge("gpu_xid_error", 1)),
            Map.entry("nv_gpu_utilization", new Gauge("gpu_utilization", PERCENT, true)),
            Map.entry("nv_gpu_memory_used_bytes", new Gauge("gpu_memory_used", 1 / BYTES_PER_GIB, true)),
            Map.entry("nv_gpu_power_usage", new Gauge("gpu_power", 1, true)),
            // engines; a name that was given up stands beside the new one
            Map.entry("vllm:kv_cache_usage_perc", gauge("kv_cache_utilization", PERCENT)),
            Map.entry("vllm:gpu_cache_usage_perc", new Gauge("kv_cache_utilization", PERCENT, true)),
            Map.entry("vllm:num_requests_running", gauge("engine_requests_running", 1)),
            Map.entry("vllm:num_requests_waiting", gauge("engine_requests_waiting", 1)),
            Map.entry("vllm:prompt_tokens_total", new Total("engine_prompt_tokens_total")),
            Map.entry("vllm:generation_tokens_total", new Total("engine_generation_tokens_total")),
            Map.entry("vllm:num_preemptions_total", new Total("engine_preemptions_total")),
            Map.entry("sglang:token_usage", gauge("kv_cache_utilization", PERCENT)),
            Map.entry("sglang:num_running_reqs", gauge("engine_requests_running", 1)),
            Map.entry("sglang:num_queue_reqs", gauge("engine_requests_waiting", 1)),
            Map.entry("sglang:prompt_tokens_total", new Total("engine_prompt_tokens_total")),
            Map.entry("sglang:generation_tokens_total", new Total("engine_generation_tokens_total")),
            Map.entry("tgi_batch_current_size", gauge("engine_requests_running", 1)),
            Map.entry("tgi_queue_size", gauge("engine_requests_waiting", 1)),
            Map.entry("nv_inference_pending_request_count", gauge("engine_requests_waiting", 1)),
            // what a Prometheus that pushes says of its targets
            Map.entry("up", gauge("target_up", 1)),
            // machines
            Map.entry("node_cpu_seconds_total", new CpuSeconds("cpu_utilization")),
            Map.entry("node_memory_MemAvailable_bytes", new Free("memory_utilization")),
            Map.entry("node_memory_MemTotal_bytes", new Whole("memory_utilization")),
            Map.entry("node_filesystem_avail_bytes", new Free("disk_utilization")),
            Map.entry("node_filesystem_size_bytes", new Whole("disk_utilization")));

    /** Our names of the foreign labels that are kept; the others would only make more series. */
    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("gpu", "gpu"),
            Map.entry("UUID", "gpu_uuid"),
            Map.entry("gpu_uuid", "gpu_uuid"),
            Map.entry("GPU_I_ID", "gpu_instance"),
            Map.entry("Hostname", "host"),
            Map.entry("namespace", "namespace"),
            Map.entry("pod", "pod"),
            Map.entry("instance", "instance"),
            Map.entry("model", "model"),
            Map.entry("model_name", "model"),
            Map.entry("gen_ai.request.model", "model"),
            Map.entry("feature", "feature"),
            Map.entry("engine", "engine"),
            Map.entry("version", "version"),
            Map.entry("mountpoint", "mountpoint"));

    private ForeignMetrics() {}

    private static Rule gauge(String metric, double factor) {
        return new Gauge(metric, factor, false);
    }

    /** Whether samples of that name say something about a metric of the catalogue. */
    public static boolean knows(String name) {
        return RULES.containsKey(name);
    }

    /** Whether the name is that of a total. */
    public static boolean isTotal(String name) {
        return RULES.get(name) instanceof Total || RULES.get(name) instanceof CpuSeconds;
    }

    static @Nullable Rule rule(String name) {
        return RULES.get(name);
    }

    /** The labels that are kept, by our names, after those of the source. */
    static Labels labels(Map<String, String> foreign, Labels source) {
        Labels labels = source;
        for (Map.Entry<String, String> label : foreign.entrySet()) {
            String name = LABELS.get(label.getKey());
            if (name != null && !source.values().containsKey(name)) {
                String value = label.getValue();
                labels = labels.and(name, value.length() > LABEL_CHARS ? value.substring(0, LABEL_CHARS) : value);
            }
        }
        return labels;
    }
}

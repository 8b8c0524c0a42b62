package io.modelwatch.observability.board;

import static io.modelwatch.observability.board.Promql.mean;
import static io.modelwatch.observability.board.Promql.sumOfRate;

import io.modelwatch.observability.grafana.Panel;
import io.modelwatch.observability.grafana.Row;
import io.modelwatch.observability.grafana.Threshold;
import io.modelwatch.observability.grafana.Unit;

/** HTTP, JVM and pools of services, from their {@code /q/metrics}. */
final class RuntimeRows {

    private final String selector;
    private final String by;

    /**
     * @param service a matcher's value, such as {@code $service} or a name
     * @param by the label that tells lines apart
     */
    RuntimeRows(String service, String by) {
        this.selector = "job=\"modelwatch-runtime\", service=~\"" + service + "\"";
        this.by = by;
    }

    private String all(String more) {
        return "{" + selector + more + "}";
    }

    private String legend() {
        return "{{" + by + "}}";
    }

    Row http() {
        String requests = "http_server_requests_seconds_count";
        return Row.of(
                "HTTP",
                "HTTP",
                Panel.graph("Requests", "请求量", "Answered requests.", Unit.REQUESTS_PER_SECOND)
                        .query(sumOfRate(by, requests + all("")), legend()),
                Panel.graph("Server errors", "服务器错误率", "5xx by all answers.", Unit.RATIO)
                        .query(
                                "(" + sumOfRate(by, requests + all(", status=~\"5..\"")) + " or 0 * "
                                        + sumOfRate(by, requests + all("")) + ") / ("
                                        + sumOfRate(by, requests + all(""))
                                        + " > 0)",
                                legend())
                        .thresholds(Threshold.rising(0.01, 0.05)),
                Panel.graph("Mean duration by path", "各路径平均耗时", "Sum by count, the five slowest paths.", Unit.SECONDS)
                        .query(
                                "topk(5, " + mean(by + ", uri", "http_server_requests_seconds", all("")) + ")",
                                legend() + " {{uri}}"));
    }

    Row jvm() {
        return Row.of(
                "Process",
                "进程",
                Panel.graph("Heap in use", "堆内存", "Used heap.", Unit.BYTES)
                        .query("sum by (" + by + ") (jvm_memory_used_bytes" + all(", area=\"heap\"") + ")", legend()),
                Panel.graph("Garbage collection", "垃圾回收占比", "Share of time spent in pauses.", Unit.RATIO)
                        .query(sumOfRate(by, "jvm_gc_pause_seconds_sum" + all("")), legend()),
                Panel.graph("CPU", "CPU使用率", "Share of the machine's processors.", Unit.RATIO)
                        .query("max by (" + by + ") (process_cpu_usage" + all("") + ")", legend())
                        .max(1));
    }

    Row pools() {
        return Row.of(
                "Pools",
                "连接池与线程",
                Panel.graph("Database connections", "数据库连接", "In use and waiting for one.", Unit.COUNT)
                        .query("sum by (" + by + ") (sql_pool_active" + all("") + ")", "in use " + legend())
                        .query("sum by (" + by + ") (sql_pool_queue_size" + all("") + ")", "waiting " + legend()),
                Panel.graph("Threads", "线程数", "Live platform threads.", Unit.COUNT)
                        .query("sum by (" + by + ") (jvm_threads_live_threads" + all("") + ")", legend()),
                Panel.graph("Open files", "打开文件数", "By the limit of the process.", Unit.RATIO)
                        .query(
                                "max by (" + by + ") (process_files_open_files" + all("") + " / process_files_max_files"
                                        + all("") + ")",
                                legend())
                        .thresholds(Threshold.rising(0.7, 0.9)));
    }
}

package io.modelwatch.observability.board;

import static io.modelwatch.observability.board.Promql.mean;
import static io.modelwatch.observability.board.Promql.quantile;
import static io.modelwatch.observability.board.Promql.sumOfIncrease;
import static io.modelwatch.observability.board.Promql.sumOfRate;

import io.modelwatch.observability.grafana.Board;
import io.modelwatch.observability.grafana.Panel;
import io.modelwatch.observability.grafana.Row;
import io.modelwatch.observability.grafana.Threshold;
import io.modelwatch.observability.grafana.Unit;
import io.modelwatch.observability.grafana.Variable;
import java.util.ArrayList;
import java.util.List;

/** One board for each service: its own work first, then its runtime. */
final class ServiceBoards {

    private static final String INSTANCE = "instance=~\"$instance\"";

    private ServiceBoards() {}

    private static Board of(String service, String titleZh, String about, Row... own) {
        RuntimeRows runtime = new RuntimeRows(service, "instance");
        List<Row> rows = new ArrayList<>(List.of(own));
        rows.addAll(List.of(runtime.http(), runtime.jvm()));
        if (!service.equals("log-indexer")) {
            rows.add(runtime.pools());
        }
        return new Board(
                "modelwatch-" + service,
                "Service " + service,
                titleZh,
                about,
                List.of("services"),
                List.of(Variable.instance(service)),
                rows);
    }

    private static String own(String series) {
        return series + "{" + INSTANCE + "}";
    }

    static Board metricsCollector() {
        return of(
                "metrics-collector",
                "metrics-collector：接收、统计、转发",
                "Records and samples in, forwards out.",
                Row.of(
                        "In",
                        "接收",
                        Panel.graph("Request records", "请求记录", "By what became of them.", Unit.PER_SECOND)
                                .query(sumOfRate("result", own("metrics_collector_records_total")), "{{result}}"),
                        Panel.graph("Samples", "指标样本", "By what became of them.", Unit.PER_SECOND)
                                .query(sumOfRate("result", own("metrics_collector_samples_total")), "{{result}}"),
                        Panel.graph(
                                        "Odd ones",
                                        "异常记录",
                                        "Too late for windows, without a price, beyond the limit of label sets.",
                                        Unit.COUNT)
                                .query(sumOfIncrease("", own("metrics_collector_late_records_total")), "late")
                                .query(sumOfIncrease("", own("metrics_collector_unpriced_requests_total")), "unpriced")
                                .query(
                                        sumOfIncrease("metric", own("metrics_collector_dropped_series_total")),
                                        "other {{metric}}")),
                Row.of(
                        "Out",
                        "转发",
                        Panel.graph("Forwarded", "已转发", "Acknowledged by the destination.", Unit.PER_SECOND)
                                .query(
                                        sumOfRate("destination", own("metrics_collector_forwarded_records_total")),
                                        "{{destination}}"),
                        Panel.graph(
                                        "Waiting",
                                        "等待转发",
                                        "Records in the buffer of a best-effort destination.",
                                        Unit.RECORDS)
                                .query(
                                        "sum by (destination) (" + own("metrics_collector_buffered_records") + ")",
                                        "{{destination}}"),
                        Panel.graph(
                                        "Failures and drops",
                                        "失败与丢弃",
                                        "Batches that failed; records dropped or refused.",
                                        Unit.COUNT)
                                .query(
                                        sumOfIncrease("destination", own("metrics_collector_forward_failures_total")),
                                        "failed batches {{destination}}")
                                .query(
                                        sumOfIncrease(
                                                "destination, reason", own("metrics_collector_dropped_records_total")),
                                        "dropped {{destination}} {{reason}}")
                                .query(
                                        sumOfIncrease("destination", own("metrics_collector_refused_records_total")),
                                        "refused {{destination}}")));
    }

    static Board qualityEvaluator() {
        return of(
                "quality-evaluator",
                "quality-evaluator：评估与发布",
                "Evaluations, their cost, and what is published.",
                Row.of(
                        "Evaluation",
                        "评估",
                        Panel.graph("Evaluations by model", "各模型评估量", "Committed evaluations.", Unit.PER_SECOND)
                                .query(sumOfRate("model", own("quality_evaluator_evaluations_total")), "{{model}}"),
                        Panel.graph(
                                        "Duration P50, P95, mean",
                                        "评估耗时",
                                        "All detectors together, one exchange.",
                                        Unit.SECONDS)
                                .query(
                                        quantile(0.5, "", "quality_evaluator_evaluation_seconds", "{" + INSTANCE + "}"),
                                        "P50")
                                .query(
                                        quantile(
                                                0.95, "", "quality_evaluator_evaluation_seconds", "{" + INSTANCE + "}"),
                                        "P95")
                                .query(mean("", "quality_evaluator_evaluation_seconds", "{" + INSTANCE + "}"), "mean"),
                        Panel.graph("Not evaluated", "未评估", "Evaluated before, or not valid.", Unit.COUNT)
                                .query(sumOfIncrease("", own("quality_evaluator_duplicates_total")), "known already")
                                .query(sumOfIncrease("", own("quality_evaluator_rejected_total")), "not valid")),
                Row.of(
                        "Publishing",
                        "发布",
                        Panel.graph("Samples published", "已发布样本", "Taken by metrics-collector.", Unit.PER_SECOND)
                                .query(
                                        sumOfRate("instance", own("quality_evaluator_published_samples_total")),
                                        "{{instance}}"),
                        Panel.graph("Failures", "发布失败", "Publications that failed after retries.", Unit.COUNT)
                                .query(
                                        sumOfIncrease("instance", own("quality_evaluator_publish_failures_total")),
                                        "{{instance}}"),
                        Panel.graph(
                                        "Responses in the window",
                                        "窗口内回答数",
                                        "What the published figures rest on.",
                                        Unit.COUNT)
                                .query("sum by (model) (" + own("llm_evaluated_responses") + ")", "{{model}}")));
    }

    static Board alertRouter() {
        return of(
                "alert-router",
                "alert-router：接收、存储、评估",
                "Alerts in, writes, rule evaluation, configuration. Notifications: board Alert Delivery.",
                Row.of(
                        "Alerts",
                        "告警",
                        Panel.graph("Received", "接收告警", "By status.", Unit.PER_SECOND)
                                .query(sumOfRate("status", own("alertmanager_alerts_received_total")), "{{status}}"),
                        Panel.graph("Writes", "写入", "What keeping the alerts took.", Unit.PER_SECOND)
                                .query(sumOfRate("kind", own("alert_router_alert_writes_total")), "{{kind}}"),
                        Panel.graph(
                                        "Groups, receivers, inhibition rules",
                                        "分组、接收器与抑制规则",
                                        "As each replica sees them.",
                                        Unit.COUNT)
                                .query(own("alertmanager_dispatcher_aggregation_groups"), "groups {{instance}}")
                                .query(own("alertmanager_receivers"), "receivers {{instance}}")
                                .query(own("alertmanager_inhibition_rules"), "inhibition rules {{instance}}")),
                Row.of(
                        "Rules and configuration",
                        "规则与配置",
                        Panel.graph("Evaluations that failed", "评估失败", "By group of threshold rules.", Unit.COUNT)
                                .query(
                                        sumOfIncrease("rule_group", own("alert_router_rule_evaluation_failures_total")),
                                        "{{rule_group}}"),
                        Panel.graph(
                                        "Lost leases",
                                        "租约丢失",
                                        "Flushes given up because another replica had the group.",
                                        Unit.COUNT)
                                .query(
                                        sumOfIncrease("instance", own("alert_router_leases_lost_total")),
                                        "{{instance}}"),
                        Panel.graph(
                                        "Age of the configuration",
                                        "配置加载距今",
                                        "Since the last successful reload.",
                                        Unit.SECONDS)
                                .query(
                                        "time() - " + own("alertmanager_config_last_reload_success_timestamp_seconds"),
                                        "{{instance}}")));
    }

    static Board logIndexer() {
        return of(
                "log-indexer",
                "log-indexer：接收、缓冲、写入索引",
                "Intake, spool and indexing of each replica. The whole way: board Log Pipeline.",
                Row.of(
                        "Intake",
                        "接收",
                        Panel.graph("Accepted", "已接收", "Records acknowledged.", Unit.PER_SECOND)
                                .query(sumOfRate("instance", own("log_indexer_accepted_total")), "{{instance}}"),
                        Panel.graph(
                                        "Records per fsync",
                                        "每次落盘记录数",
                                        "Mean size of a group that is forced to disk together.",
                                        Unit.RECORDS)
                                .query(
                                        mean("instance", "log_indexer_fsync_records", "{" + INSTANCE + "}"),
                                        "{{instance}}"),
                        Panel.graph("Refused", "拒收", "Records not valid, and bodies answered with 503.", Unit.COUNT)
                                .query(
                                        sumOfIncrease("instance", own("log_indexer_rejected_total")),
                                        "not valid {{instance}}")
                                .query(
                                        sumOfIncrease("instance", own("log_indexer_refused_bodies_total")),
                                        "503 {{instance}}")),
                Row.of(
                        "Spool and disk",
                        "缓冲与磁盘",
                        Panel.graph("Segments", "分段文件数", "Files of the spool.", Unit.COUNT)
                                .query(own("log_indexer_spool_segments"), "{{instance}}"),
                        Panel.graph("Oldest record", "最早记录", "How long it has waited.", Unit.SECONDS)
                                .query(own("log_indexer_oldest_record_age_seconds"), "{{instance}}")
                                .thresholds(Threshold.rising(60, 300)),
                        Panel.graph(
                                        "Damage",
                                        "损坏",
                                        "Failures of the disk, bytes and records that could not be read back.",
                                        Unit.COUNT)
                                .query(
                                        sumOfIncrease("instance", own("log_indexer_disk_failures_total")),
                                        "failures {{instance}}")
                                .query(
                                        sumOfIncrease("instance", own("log_indexer_damaged_bytes_total")),
                                        "bytes {{instance}}")
                                .query(
                                        sumOfIncrease("instance", own("log_indexer_damaged_total")),
                                        "records {{instance}}")));
    }
}

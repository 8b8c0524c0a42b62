package io.modelwatch.observability.board;

import static io.modelwatch.observability.board.Promql.quantile;
import static io.modelwatch.observability.board.Promql.sumOfIncrease;
import static io.modelwatch.observability.board.Promql.sumOfRate;

import io.modelwatch.observability.grafana.Board;
import io.modelwatch.observability.grafana.Panel;
import io.modelwatch.observability.grafana.Row;
import io.modelwatch.observability.grafana.Threshold;
import io.modelwatch.observability.grafana.Unit;
import java.util.List;

/** The way of a record from metrics-collector through the spool into Elasticsearch. */
final class LogPipelineBoard {

    private LogPipelineBoard() {}

    static Board board() {
        return new Board(
                "modelwatch-log-pipeline",
                "Log Pipeline",
                "日志管道：转发、缓冲、索引",
                "Records from metrics-collector through log-indexer's spool into Elasticsearch, and what is lost on the way.",
                List.of("logs"),
                List.of(),
                List.of(now(), flow(), spool(), elasticsearch()));
    }

    private static Row now() {
        return Row.small(
                "Now",
                "当前",
                Panel.stat("Records on their way", "在途记录", "In all spools.", Unit.RECORDS)
                        .query("sum(log_indexer_spooled_records)", "records")
                        .thresholds(Threshold.rising(10_000, 100_000)),
                Panel.stat("Oldest record", "最早记录等待时间", "How long it has waited.", Unit.SECONDS)
                        .query("max(log_indexer_oldest_record_age_seconds)", "age")
                        .thresholds(Threshold.rising(60, 300)),
                Panel.stat("Elasticsearch", "Elasticsearch 可达", "1: every replica reaches it.", Unit.SCORE)
                        .query("min(log_indexer_elasticsearch_up)", "up")
                        .thresholds(Threshold.falling(1, 1))
                        .max(1),
                Panel.stat("Spool disk", "缓冲磁盘可写", "1: every replica can write.", Unit.SCORE)
                        .query("min(log_indexer_spool_writable)", "writable")
                        .thresholds(Threshold.falling(1, 1))
                        .max(1),
                Panel.stat(
                                "Dead letters, 24 h",
                                "死信（24小时）",
                                "Records that Elasticsearch refused for good.",
                                Unit.RECORDS)
                        .query("sum(increase(log_indexer_dead_total[1d]))", "dead")
                        .thresholds(Threshold.rising(1, 100)),
                Panel.stat(
                                "Dropped, 24 h",
                                "丢弃（24小时）",
                                "Records that never reached a best-effort destination.",
                                Unit.RECORDS)
                        .query("sum(increase(metrics_collector_dropped_records_total[1d]))", "dropped")
                        .thresholds(Threshold.rising(1, 100)));
    }

    private static Row flow() {
        return Row.of(
                "Flow",
                "流量",
                Panel.graph("Forwarded by destination", "转发量", "Acknowledged by the destination.", Unit.PER_SECOND)
                        .query(
                                sumOfRate("destination", "metrics_collector_forwarded_records_total"),
                                "{{destination}}"),
                Panel.graph(
                                "Accepted and indexed",
                                "接收与写入索引",
                                "The gap between the lines is what the spool takes.",
                                Unit.PER_SECOND)
                        .query(sumOfRate("", "log_indexer_accepted_total"), "accepted")
                        .query(sumOfRate("", "log_indexer_indexed_total"), "indexed")
                        .query(sumOfRate("", "log_indexer_duplicate_total"), "known already"),
                Panel.graph("Lost or refused", "丢失与拒收", "Everything here has an alert.", Unit.COUNT)
                        .query(
                                sumOfIncrease("destination, reason", "metrics_collector_dropped_records_total"),
                                "dropped {{destination}} {{reason}}")
                        .query(
                                sumOfIncrease("destination", "metrics_collector_refused_records_total"),
                                "refused by {{destination}}")
                        .query(sumOfIncrease("", "log_indexer_rejected_total"), "not valid")
                        .query(sumOfIncrease("", "log_indexer_dead_total"), "dead letters")
                        .query(sumOfIncrease("", "log_indexer_refused_bodies_total"), "bodies answered 503"));
    }

    private static Row spool() {
        return Row.of(
                "Spool",
                "磁盘缓冲",
                Panel.graph("Records on their way", "在途记录", "By replica.", Unit.RECORDS)
                        .query("sum by (instance) (log_indexer_spooled_records)", "{{instance}}"),
                Panel.graph("Size on disk", "磁盘占用", "By replica.", Unit.BYTES)
                        .query("sum by (instance) (log_indexer_spool_bytes)", "{{instance}}"),
                Panel.graph(
                                "Time to disk P50, P99",
                                "落盘耗时",
                                "Until a group of records was forced to disk; the acknowledgement waits for it.",
                                Unit.SECONDS)
                        .query(quantile(0.5, "", "log_indexer_fsync_duration_seconds", ""), "P50")
                        .query(quantile(0.99, "", "log_indexer_fsync_duration_seconds", ""), "P99"));
    }

    private static Row elasticsearch() {
        return Row.of(
                "Elasticsearch",
                "Elasticsearch",
                Panel.graph(
                                "Bulk requests by outcome",
                                "批量请求结果",
                                "429 is back pressure; unanswered is a failure on the way.",
                                Unit.PER_SECOND)
                        .query(sumOfRate("outcome", "log_indexer_bulk_requests_total"), "{{outcome}}"),
                Panel.graph("Bulk duration P50, P95", "批量请求耗时", "Until the answer came.", Unit.SECONDS)
                        .query(quantile(0.5, "", "log_indexer_bulk_duration_seconds", ""), "P50")
                        .query(quantile(0.95, "", "log_indexer_bulk_duration_seconds", ""), "P95"),
                Panel.graph("Sent again", "重试记录", "Records sent once more, by cause.", Unit.PER_SECOND)
                        .query(sumOfRate("cause", "log_indexer_retried_total"), "{{cause}}"));
    }
}

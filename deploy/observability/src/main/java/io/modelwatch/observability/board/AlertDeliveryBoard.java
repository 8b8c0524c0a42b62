package io.modelwatch.observability.board;

import static io.modelwatch.observability.board.Promql.mean;
import static io.modelwatch.observability.board.Promql.quantile;
import static io.modelwatch.observability.board.Promql.share;
import static io.modelwatch.observability.board.Promql.sumOfIncrease;
import static io.modelwatch.observability.board.Promql.sumOfRate;

import io.modelwatch.observability.grafana.Board;
import io.modelwatch.observability.grafana.Panel;
import io.modelwatch.observability.grafana.Row;
import io.modelwatch.observability.grafana.Threshold;
import io.modelwatch.observability.grafana.Unit;
import io.modelwatch.observability.grafana.Variable;
import java.util.List;

/** From a rule to a person: what fires, what is held back, what is delivered. */
final class AlertDeliveryBoard {

    private static final String CHANNEL = "{integration=~\"$integration\"}";

    private AlertDeliveryBoard() {}

    static Board board() {
        return new Board(
                "modelwatch-alert-delivery",
                "Alert Delivery",
                "告警投递：触发、抑制、通知",
                "What fires, what is held back and whether notifications arrive.",
                List.of("alerts"),
                List.of(new Variable.Labels(
                        "integration",
                        "Channel / 渠道",
                        "label_values(alertmanager_notifications_total, integration)",
                        true)),
                List.of(now(), intake(), delivery(), evaluation(), firing()));
    }

    private static Row now() {
        return Row.small(
                "Now",
                "当前",
                Panel.stat("Active alerts", "活跃告警", "Alerts that alert-router holds and does not suppress.", Unit.COUNT)
                        .query("max(alertmanager_alerts{state=\"active\"})", "active")
                        .thresholds(Threshold.rising(1, 10)),
                Panel.stat("Suppressed alerts", "被抑制告警", "Silenced or inhibited.", Unit.COUNT)
                        .query("max(alertmanager_alerts{state=\"suppressed\"})", "suppressed"),
                Panel.stat("Active silences", "生效静默", "Silences in force.", Unit.COUNT)
                        .query("max(alertmanager_silences{state=\"active\"})", "silences"),
                Panel.stat("Failed notifications", "通知失败率", "Of all notifications in the interval.", Unit.RATIO)
                        .query(
                                share(
                                        "",
                                        "alertmanager_notifications_failed_total" + CHANNEL,
                                        "alertmanager_notifications_total" + CHANNEL),
                                "failed")
                        .thresholds(Threshold.rising(0.01, 0.05)),
                Panel.stat("Configuration", "配置状态", "1: the last reload was successful.", Unit.SCORE)
                        .query("min(alertmanager_config_last_reload_successful)", "reload")
                        .thresholds(Threshold.falling(1, 1))
                        .max(1));
    }

    private static Row intake() {
        return Row.of(
                "In",
                "接收",
                Panel.graph("Alerts received", "接收告警", "By status, from Prometheus and others.", Unit.PER_SECOND)
                        .query(sumOfRate("status", "alertmanager_alerts_received_total"), "{{status}}")
                        .query(sumOfRate("", "alertmanager_alerts_invalid_total"), "invalid"),
                Panel.graph(
                                "Alerts by state",
                                "告警状态",
                                "Replicas share a database, so the largest is shown, not the sum.",
                                Unit.COUNT)
                        .query("max by (state) (alertmanager_alerts)", "{{state}}"),
                Panel.graph("Held back", "被拦截告警", "Alerts kept out of notifications, by reason.", Unit.COUNT)
                        .query(sumOfIncrease("reason", "alertmanager_notifications_suppressed_total"), "{{reason}}"));
    }

    private static Row delivery() {
        return Row.of(
                "Out",
                "投递",
                Panel.graph("Notifications", "通知数", "Attempted, by channel.", Unit.COUNT)
                        .query(
                                sumOfIncrease("integration", "alertmanager_notifications_total" + CHANNEL),
                                "{{integration}}"),
                Panel.graph(
                                "Failures",
                                "失败数",
                                "Given up, by channel and reason; and requests that were tried again.",
                                Unit.COUNT)
                        .query(
                                sumOfIncrease(
                                        "integration, reason", "alertmanager_notifications_failed_total" + CHANNEL),
                                "{{integration}} {{reason}}")
                        .query(
                                sumOfIncrease(
                                        "integration", "alertmanager_notification_requests_failed_total" + CHANNEL),
                                "{{integration}} requests"),
                Panel.graph("Duration P95 and mean", "耗时", "Of one request to a receiver.", Unit.SECONDS)
                        .query(
                                quantile(0.95, "integration", "alertmanager_notification_latency_seconds", CHANNEL),
                                "P95 {{integration}}")
                        .query(
                                mean("integration", "alertmanager_notification_latency_seconds", CHANNEL),
                                "mean {{integration}}"));
    }

    private static Row evaluation() {
        return Row.of(
                "Rule evaluation",
                "规则评估",
                Panel.graph(
                                "Threshold rules of alert-router",
                                "alert-router 阈值规则",
                                "Evaluations of groups, and those that failed.",
                                Unit.PER_SECOND)
                        .query(sumOfRate("rule_group", "alert_router_rule_evaluations_total"), "{{rule_group}}")
                        .query(
                                sumOfRate("rule_group", "alert_router_rule_evaluation_failures_total"),
                                "failed {{rule_group}}"),
                Panel.graph(
                                "Prometheus",
                                "Prometheus",
                                "Failed evaluations, and alerts it could not hand over.",
                                Unit.COUNT)
                        .query(sumOfIncrease("", "prometheus_rule_evaluation_failures_total"), "failed evaluations")
                        .query(sumOfIncrease("", "prometheus_notifications_dropped_total"), "dropped alerts"),
                Panel.graph(
                                "Groups and lost leases",
                                "分组与租约丢失",
                                "Groups of alerts; flushes given up to another replica.",
                                Unit.COUNT)
                        .query("max(alertmanager_dispatcher_aggregation_groups)", "groups")
                        .query(sumOfIncrease("", "alert_router_leases_lost_total"), "lost leases"));
    }

    private static Row firing() {
        return Row.of(
                "Firing",
                "触发中",
                Panel.table(
                                "Alerts that fire now",
                                "当前触发的告警",
                                "As Prometheus evaluates them; the runbooks are in docs/runbooks.",
                                Unit.COUNT)
                        .query(
                                "sum by (priority, severity, alertname, job, instance, model) (ALERTS{alertstate=\"firing\"})",
                                "{{alertname}}")
                        .width(24));
    }
}

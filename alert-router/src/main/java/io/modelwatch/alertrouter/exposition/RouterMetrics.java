package io.modelwatch.alertrouter.exposition;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.function.Supplier;

/** All metrics of the service in one registry. Those that Alertmanager has too bear its names. */
public final class RouterMetrics {

    private static final String INTEGRATION = "integration";

    private final PrometheusRegistry registry = new PrometheusRegistry();

    public final Counter alertsReceived =
            counter("alertmanager_alerts_received_total", "Alerts received.", "status", "version");
    public final Counter alertsInvalid = counter("alertmanager_alerts_invalid_total", "Alerts refused.", "version");
    public final Counter alertWrites = counter(
            "alert_router_alert_writes_total",
            "Alerts by what keeping them took: inserted and updated rows, extensions in a journal, nothing.",
            "kind");

    public final Counter notifications =
            counter("alertmanager_notifications_total", "Attempted notifications.", INTEGRATION);
    public final Counter notificationsFailed =
            counter("alertmanager_notifications_failed_total", "Failed notifications.", INTEGRATION, "reason");
    public final Counter notificationRequests =
            counter("alertmanager_notification_requests_total", "Attempted notification requests.", INTEGRATION);
    public final Counter notificationRequestsFailed =
            counter("alertmanager_notification_requests_failed_total", "Failed notification requests.", INTEGRATION);
    public final Histogram notificationLatency = Histogram.builder()
            .name("alertmanager_notification_latency_seconds")
            .help("How long notifications take.")
            .labelNames(INTEGRATION)
            .classicOnly()
            .classicUpperBounds(1, 5, 10, 15, 20)
            .register(registry);
    public final Counter notificationsSuppressed =
            counter("alertmanager_notifications_suppressed_total", "Alerts kept out of notifications.", "reason");
    public final Counter deliveriesGivenUp = counter(
            "alert_router_deliveries_given_up_total", "Deliveries that nobody tries any more by itself.", INTEGRATION);
    public final Counter leasesLost =
            counter("alert_router_leases_lost_total", "Flushes given up because another replica had taken the group.");

    public final Gauge configHash = gauge("alertmanager_config_hash", "Hash of the configuration in use.");
    public final Gauge configLastReloadSuccessful =
            gauge("alertmanager_config_last_reload_successful", "Whether the last reload was successful.");
    public final Gauge configLastReloadSuccess =
            gauge("alertmanager_config_last_reload_success_timestamp_seconds", "When a reload was last successful.");
    public final Gauge receivers = gauge("alertmanager_receivers", "Configured receivers.");
    public final Gauge inhibitionRules = gauge("alertmanager_inhibition_rules", "Configured inhibition rules.");

    public final Counter ruleEvaluations =
            counter("alert_router_rule_evaluations_total", "Evaluations of groups of rules.", "rule_group");
    public final Counter ruleEvaluationFailures = counter(
            "alert_router_rule_evaluation_failures_total",
            "Evaluations that failed, mostly because metrics-collector or Prometheus did not answer.",
            "rule_group");

    public final Counter ruleIterationsMissed = counter(
            "alert_router_rule_iterations_missed_total",
            "Evaluations of groups of rules that were left out because an earlier one was late.",
            "rule_group");

    /** Registers everything; the build is reported as an Alertmanager of the given version. */
    public RouterMetrics(String reportedVersion, double startSeconds) {
        Info.builder()
                .name("alertmanager_build_info")
                .help("The Alertmanager version whose API this is; branch names what it really is.")
                .labelNames("version", "revision", "branch", "goversion")
                .register(registry)
                .addLabelValues(reportedVersion, "", "modelwatch", "");
        gauge("process_start_time_seconds", "Start of the process in seconds since the epoch.")
                .set(startSeconds);
        gauge("alertmanager_cluster_enabled", "Gossip clustering; replicas share a database instead.")
                .set(0);
        for (String kind :
                new String[] {"webhook", "slack", "pagerduty", "msteamsv2", "dingtalk", "feishu", "wecom_robot"}) {
            notifications.initLabelValues(kind);
            notificationRequests.initLabelValues(kind);
            notificationRequestsFailed.initLabelValues(kind);
            for (String reason : new String[] {"clientError", "serverError", "contextDeadlineExceeded", "other"}) {
                notificationsFailed.initLabelValues(kind, reason);
            }
        }
        for (String reason : new String[] {"silence", "inhibition", "mute_time_interval", "active_time_interval"}) {
            notificationsSuppressed.initLabelValues(reason);
        }
        alertsReceived.initLabelValues("firing", "v2");
        alertsReceived.initLabelValues("resolved", "v2");
        alertsInvalid.initLabelValues("v2");
    }

    public PrometheusRegistry registry() {
        return registry;
    }

    /** A gauge whose values are asked for when it is read, by the value of its one label. */
    public void gauge(String name, String help, String label, Supplier<Map<String, Integer>> values) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(gauge -> values.get().forEach((value, count) -> gauge.call(count, value)))
                .register(registry);
    }

    /** A gauge whose value is asked for when it is read. */
    public void gauge(String name, String help, Supplier<Integer> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(gauge -> gauge.call(value.get()))
                .register(registry);
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    private Gauge gauge(String name, String help) {
        return Gauge.builder().name(name).help(help).register(registry);
    }
}

package io.modelwatch.collector.dashboard;

import java.util.Locale;

/** The dashboard as text, as people know it: layers with current value and P95, then health. */
final class DashboardText {

    private static final int WIDTH = 70;
    private static final int RULE = 50;
    private static final int NAME_CHARS = 20;

    private DashboardText() {}

    static String of(DashboardJson dashboard, boolean chinese) {
        StringBuilder text = new StringBuilder();
        String line = "=".repeat(WIDTH);
        text.append(line).append('\n');
        text.append(chinese ? "AI系统监控仪表盘" : "AI system monitoring dashboard").append('\n');
        text.append(line).append('\n');
        for (DashboardJson.Layer layer : dashboard.layers()) {
            text.append("\n[")
                    .append(chinese ? layer.titleZh() : layer.title())
                    .append("]\n")
                    .append("─".repeat(RULE))
                    .append('\n');
            for (DashboardJson.Metric metric : layer.metrics()) {
                String unit = metric.unit().isEmpty() ? "" : " " + metric.unit();
                Double p95 = metric.p95();
                text.append("  ")
                        .append(padded(chinese ? metric.descriptionZh() : metric.description()))
                        .append(' ')
                        .append(String.format(Locale.ROOT, "%.2f", metric.current()))
                        .append(unit)
                        .append(p95 == null ? "" : String.format(Locale.ROOT, " (P95: %.1f%s)", p95, unit))
                        .append('\n');
            }
        }
        text.append('\n').append(line).append('\n');
        text.append(chinese ? "系统健康状态: " : "System health: ")
                .append(dashboard.health().status().toUpperCase(Locale.ROOT))
                .append('\n');
        dashboard
                .health()
                .checks()
                .forEach(check -> text.append("  [")
                        .append(check.status().toUpperCase(Locale.ROOT))
                        .append("] ")
                        .append(chinese ? check.descriptionZh() : check.description())
                        .append(": ")
                        .append(String.format(Locale.ROOT, "%.2f", check.value()))
                        .append('\n'));
        return text.toString();
    }

    private static String padded(String name) {
        return name + " ".repeat(Math.max(0, NAME_CHARS - name.codePointCount(0, name.length())));
    }
}

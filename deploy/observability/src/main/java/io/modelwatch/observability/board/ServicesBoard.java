package io.modelwatch.observability.board;

import io.modelwatch.observability.grafana.Board;
import io.modelwatch.observability.grafana.Panel;
import io.modelwatch.observability.grafana.Row;
import io.modelwatch.observability.grafana.Threshold;
import io.modelwatch.observability.grafana.Unit;
import io.modelwatch.observability.grafana.Variable;
import java.util.List;

/** The four services beside each other, and every target that is scraped. */
final class ServicesBoard {

    private ServicesBoard() {}

    static Board board() {
        RuntimeRows runtime = new RuntimeRows("$service", "service");
        return new Board(
                "modelwatch-services",
                "Modelwatch Services",
                "Modelwatch 自身服务",
                "The four services beside each other: reachability, HTTP, memory, pools.",
                List.of("services"),
                List.of(new Variable.Labels(
                        "service", "Service / 服务", "label_values(up{job=\"modelwatch-runtime\"}, service)", true)),
                List.of(targets(), runtime.http(), runtime.jvm(), runtime.pools()));
    }

    private static Row targets() {
        return Row.of(
                "Targets",
                "抓取目标",
                Panel.table("Targets", "抓取目标状态", "1 is up; a job that is not listed is not configured.", Unit.SCORE)
                        .query("min by (job, instance) (up)", "{{job}} {{instance}}")
                        .thresholds(Threshold.falling(1, 1)),
                Panel.graph("Scrape duration", "抓取耗时", "The slowest target of each job.", Unit.SECONDS)
                        .query("max by (job) (scrape_duration_seconds)", "{{job}}"),
                Panel.graph("Samples by job", "各任务样本数", "Series of the last scrape: watch for growth.", Unit.COUNT)
                        .query("sum by (job) (scrape_samples_scraped)", "{{job}}"));
    }
}

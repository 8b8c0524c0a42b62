package io.modelwatch.observability.grafana;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One picture of a dashboard. The title is English, the Chinese one stands in the description with what the panel shows.
 *
 * @param width columns of 24; 0 shares the row evenly
 * @param max the top of the axis, or null to follow the values
 */
public record Panel(
        Kind kind,
        String title,
        String titleZh,
        String about,
        Unit unit,
        List<Query> queries,
        List<Threshold> thresholds,
        @Nullable Double max,
        int width) {

    /** How a panel looks. */
    public enum Kind {
        STAT("stat"),
        GRAPH("timeseries"),
        BARS("bargauge"),
        HEATMAP("heatmap"),
        TABLE("table");

        private final String type;

        Kind(String type) {
            this.type = type;
        }
    }

    public Panel {
        queries = List.copyOf(queries);
        thresholds = List.copyOf(thresholds);
    }

    /** One large number. */
    public static Panel stat(String title, String titleZh, String about, Unit unit) {
        return of(Kind.STAT, title, titleZh, about, unit);
    }

    /** Lines over time. */
    public static Panel graph(String title, String titleZh, String about, Unit unit) {
        return of(Kind.GRAPH, title, titleZh, about, unit);
    }

    /** One bar for each series. */
    public static Panel bars(String title, String titleZh, String about, Unit unit) {
        return of(Kind.BARS, title, titleZh, about, unit);
    }

    /** The buckets of a histogram over time. */
    public static Panel heatmap(String title, String titleZh, String about, Unit unit) {
        return of(Kind.HEATMAP, title, titleZh, about, unit);
    }

    /** The latest values with their labels. */
    public static Panel table(String title, String titleZh, String about, Unit unit) {
        return of(Kind.TABLE, title, titleZh, about, unit);
    }

    private static Panel of(Kind kind, String title, String titleZh, String about, Unit unit) {
        return new Panel(kind, title, titleZh, about, unit, List.of(), List.of(), null, 0);
    }

    /** The same with one more query. */
    public Panel query(String expr, String legend) {
        return plus(new Query(expr, legend, false));
    }

    /** The same with one more query that shows exemplars. */
    public Panel queryWithExemplars(String expr, String legend) {
        return plus(new Query(expr, legend, true));
    }

    private Panel plus(Query query) {
        List<Query> more = new ArrayList<>(queries);
        more.add(query);
        return new Panel(kind, title, titleZh, about, unit, more, thresholds, max, width);
    }

    public Panel thresholds(List<Threshold> newThresholds) {
        return new Panel(kind, title, titleZh, about, unit, queries, newThresholds, max, width);
    }

    public Panel max(double top) {
        return new Panel(kind, title, titleZh, about, unit, queries, thresholds, top, width);
    }

    public Panel width(int columns) {
        return new Panel(kind, title, titleZh, about, unit, queries, thresholds, max, columns);
    }

    Map<String, Object> toJson(int id, Map<String, Object> gridPos) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("type", kind.type);
        json.put("title", title);
        json.put("description", about + "\n\n中文：" + titleZh);
        json.put("datasource", Board.DATASOURCE);
        json.put("gridPos", gridPos);
        json.put("fieldConfig", Map.of("defaults", fieldDefaults(), "overrides", List.of()));
        json.put("options", options());
        List<Map<String, Object>> targets = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            targets.add(queries.get(i).toJson(i, kind));
        }
        json.put("targets", targets);
        return json;
    }

    private Map<String, Object> fieldDefaults() {
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("unit", unit.id());
        if (kind != Kind.HEATMAP) {
            defaults.put("min", 0);
        }
        if (max != null) {
            defaults.put("max", max);
        }
        if (!thresholds.isEmpty()) {
            Map<String, Object> steps = new LinkedHashMap<>();
            steps.put("mode", "absolute");
            steps.put("steps", thresholds.stream().map(Threshold::toJson).toList());
            defaults.put("thresholds", steps);
        }
        if (kind == Kind.GRAPH) {
            Map<String, Object> custom = new LinkedHashMap<>();
            custom.put("lineWidth", 1);
            custom.put("fillOpacity", 10);
            custom.put("showPoints", "never");
            custom.put("spanNulls", false);
            custom.put("thresholdsStyle", Map.of("mode", thresholds.isEmpty() ? "off" : "dashed"));
            defaults.put("custom", custom);
        }
        return defaults;
    }

    private Map<String, Object> options() {
        Map<String, Object> options = new LinkedHashMap<>();
        switch (kind) {
            case STAT -> {
                options.put("reduceOptions", lastValue());
                options.put("colorMode", thresholds.isEmpty() ? "none" : "value");
                options.put("graphMode", "area");
            }
            case BARS -> {
                options.put("reduceOptions", lastValue());
                options.put("orientation", "horizontal");
                options.put("displayMode", "basic");
            }
            case GRAPH -> {
                Map<String, Object> legend = new LinkedHashMap<>();
                legend.put("displayMode", "list");
                legend.put("placement", "bottom");
                options.put("legend", legend);
                options.put("tooltip", Map.of("mode", "multi"));
            }
            case HEATMAP -> {
                options.put("calculate", false);
                options.put("yAxis", Map.of("unit", unit.id()));
            }
            case TABLE -> options.put("showHeader", true);
        }
        return options;
    }

    private static Map<String, Object> lastValue() {
        Map<String, Object> reduce = new LinkedHashMap<>();
        reduce.put("calcs", List.of("lastNotNull"));
        reduce.put("fields", "");
        reduce.put("values", false);
        return reduce;
    }
}

package io.modelwatch.observability.grafana;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One PromQL query of a panel.
 *
 * @param legend names the series, with {@code {{label}}} for their labels
 * @param exemplars whether single requests are drawn beside the line
 */
public record Query(String expr, String legend, boolean exemplars) {

    Map<String, Object> toJson(int index, Panel.Kind kind) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("refId", String.valueOf((char) ('A' + index)));
        json.put("datasource", Board.DATASOURCE);
        json.put("expr", expr);
        json.put("legendFormat", legend);
        json.put("editorMode", "code");
        switch (kind) {
            case STAT, BARS -> json.put("range", true);
            case GRAPH -> {
                json.put("range", true);
                json.put("exemplar", exemplars);
            }
            case HEATMAP -> {
                json.put("range", true);
                json.put("format", "heatmap");
            }
            case TABLE -> {
                json.put("instant", true);
                json.put("format", "table");
            }
        }
        return json;
    }
}

package io.modelwatch.observability.grafana;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A choice at the top of a dashboard. */
public sealed interface Variable {

    Map<String, Object> toJson();

    /** Values of a label; {@code many} allows several and all. */
    record Labels(String name, String label, String query, boolean many) implements Variable {

        @Override
        public Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("label", label);
            json.put("type", "query");
            json.put("datasource", Board.DATASOURCE);
            json.put("query", Map.of("query", query, "refId", "variable"));
            json.put("refresh", 2);
            json.put("sort", 1);
            json.put("multi", many);
            json.put("includeAll", many);
            if (many) {
                json.put("allValue", ".*");
                json.put("current", current("All", "$__all"));
            }
            return json;
        }
    }

    /** A number to type in. */
    record Text(String name, String label, String value) implements Variable {

        @Override
        public Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("label", label);
            json.put("type", "textbox");
            json.put("query", value);
            json.put("current", current(value, value));
            return json;
        }
    }

    /** The Prometheus to ask; on every dashboard. */
    record Datasource() implements Variable {

        @Override
        public Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", "datasource");
            json.put("label", "Data source / 数据源");
            json.put("type", "datasource");
            json.put("query", "prometheus");
            json.put("current", current("Prometheus", "modelwatch-prometheus"));
            return json;
        }
    }

    private static Map<String, Object> current(Object text, Object value) {
        Map<String, Object> current = new LinkedHashMap<>();
        current.put("selected", true);
        current.put("text", text);
        current.put("value", value);
        return current;
    }

    /** Which source of {@code llm_*} metrics is shown: one, so that nothing is counted twice. */
    static Variable source() {
        return new Labels("source", "Source / 来源", "label_values(llm_requests_total, job)", false);
    }

    static Variable model() {
        return new Labels("model", "Model / 模型", "label_values(llm_requests_total{job=~\"$source\"}, model)", true);
    }

    /** Replicas of one scrape job. */
    static Variable instance(String job) {
        return new Labels("instance", "Instance / 实例", "label_values(up{job=\"" + job + "\"}, instance)", true);
    }

    static List<Variable> sourceAndModel() {
        return List.of(source(), model());
    }
}

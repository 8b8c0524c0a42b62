package io.modelwatch.observability.grafana;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A dashboard.
 *
 * @param uid names it in links, and the file it is kept in
 * @param variables beside the data source
 */
public record Board(
        String uid,
        String title,
        String titleZh,
        String about,
        List<String> tags,
        List<Variable> variables,
        List<Row> rows) {

    static final Map<String, Object> DATASOURCE = datasource();

    /** Of Grafana 10 and 11; newer ones migrate it when they load it. */
    private static final int SCHEMA_VERSION = 39;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    public Board {
        tags = List.copyOf(tags);
        variables = List.copyOf(variables);
        rows = List.copyOf(rows);
    }

    private static Map<String, Object> datasource() {
        Map<String, Object> datasource = new LinkedHashMap<>();
        datasource.put("type", "prometheus");
        datasource.put("uid", "${datasource}");
        return datasource;
    }

    /** The file's name in {@code deploy/grafana/dashboards}. */
    public String file() {
        return uid + ".json";
    }

    /** The dashboard as Grafana reads it, the same text at each call. */
    public String toJson() {
        List<Variable> choices = new ArrayList<>();
        choices.add(new Variable.Datasource());
        choices.addAll(variables);
        List<String> allTags = new ArrayList<>(List.of("modelwatch"));
        allTags.addAll(tags);

        Map<String, Object> json = new LinkedHashMap<>();
        json.put("uid", uid);
        json.put("title", title);
        json.put("description", about + "\n\n中文：" + titleZh);
        json.put("tags", allTags);
        json.put("schemaVersion", SCHEMA_VERSION);
        json.put("editable", false);
        json.put("graphTooltip", 1);
        json.put("timezone", "browser");
        json.put("refresh", "30s");
        json.put("time", Map.of("from", "now-1h", "to", "now"));
        json.put(
                "templating",
                Map.of("list", choices.stream().map(Variable::toJson).toList()));
        json.put("links", List.of(otherBoards()));
        json.put("panels", panels());
        try {
            DefaultIndenter lines = new DefaultIndenter("  ", "\n");
            return JSON.writer(new DefaultPrettyPrinter()
                                    .withObjectIndenter(lines)
                                    .withArrayIndenter(lines))
                            .writeValueAsString(json)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of plain values can be written", e);
        }
    }

    private static Map<String, Object> otherBoards() {
        Map<String, Object> link = new LinkedHashMap<>();
        link.put("type", "dashboards");
        link.put("title", "Modelwatch");
        link.put("tags", List.of("modelwatch"));
        link.put("asDropdown", true);
        link.put("includeVars", false);
        link.put("keepTime", true);
        return link;
    }

    private List<Map<String, Object>> panels() {
        List<Map<String, Object>> panels = new ArrayList<>();
        int id = 1;
        int y = 0;
        for (Row row : rows) {
            panels.add(rowJson(row, id++, gridPos(0, y++, Row.COLUMNS, 1)));
            int x = 0;
            for (Panel panel : row.panels()) {
                int width = row.width(panel);
                if (x + width > Row.COLUMNS) {
                    x = 0;
                    y += row.height();
                }
                panels.add(panel.toJson(id++, gridPos(x, y, width, row.height())));
                x += width;
            }
            y += row.height();
        }
        return panels;
    }

    private static Map<String, Object> rowJson(Row row, int id, Map<String, Object> gridPos) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("type", "row");
        json.put("title", row.title() + " / " + row.titleZh());
        json.put("collapsed", false);
        json.put("gridPos", gridPos);
        json.put("panels", List.of());
        return json;
    }

    private static Map<String, Object> gridPos(int x, int y, int width, int height) {
        Map<String, Object> position = new LinkedHashMap<>();
        position.put("x", x);
        position.put("y", y);
        position.put("w", width);
        position.put("h", height);
        return position;
    }
}

package io.modelwatch.logindexer.kibana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A dashboard that shows other saved objects, in rows from left to right. */
final class Dashboard {

    static final int WIDTH = 48;

    private final SavedObject dashboard;
    private final ArrayNode panels = JsonNodeFactory.instance.arrayNode();
    private final ObjectNode controls = JsonNodeFactory.instance.objectNode();
    private int x;
    private int y;
    private int rowHeight;

    Dashboard(String id, String title, String description) {
        this.dashboard = new SavedObject("dashboard", "10.2.0", id);
        this.dashboard.attributes().put("title", title).put("description", description);
    }

    /** Adds a panel beside the last one, or below where there is no room. */
    Dashboard panel(SavedObject shown, int width, int height) {
        if (x + width > WIDTH) {
            x = 0;
            y += rowHeight;
            rowHeight = 0;
        }
        String type = shown.json().path("type").asText();
        String id = shown.json().path("id").asText();
        String index = String.valueOf(panels.size() + 1);
        ObjectNode panel = panels.addObject();
        panel.put("type", type).put("panelIndex", index).put("panelRefName", "panel_" + index);
        panel.putObject("gridData")
                .put("x", x)
                .put("y", y)
                .put("w", width)
                .put("h", height)
                .put("i", index);
        panel.putObject("embeddableConfig");
        dashboard.refersTo(type, id, index + ":panel_" + index);
        x += width;
        rowHeight = Math.max(rowHeight, height);
        return this;
    }

    /** Adds a list of values to choose from. */
    Dashboard control(String title, String field) {
        String id = "control" + (controls.size() + 1);
        ObjectNode control = controls.putObject(id);
        control.put("order", controls.size() - 1)
                .put("width", "medium")
                .put("grow", true)
                .put("type", "optionsListControl");
        control.putObject("explicitInput").put("id", id).put("fieldName", field).put("title", title);
        dashboard.refersTo("index-pattern", KibanaObjects.DATA_VIEW, "controlGroup_" + id + ":optionsListDataView");
        return this;
    }

    SavedObject build() {
        ObjectNode attributes = dashboard.attributes();
        attributes.put("version", 1);
        attributes.put("panelsJSON", panels.toString());
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        for (String option : List.of("useMargins", "syncCursor", "syncTooltips")) {
            options.put(option, true);
        }
        attributes.put(
                "optionsJSON",
                options.put("syncColors", true).put("hidePanelTitles", false).toString());
        ObjectNode group = attributes.putObject("controlGroupInput");
        group.put("controlStyle", "oneLine").put("chainingSystem", "HIERARCHICAL");
        group.put("panelsJSON", controls.toString());
        ObjectNode ignored = JsonNodeFactory.instance.objectNode();
        for (String parent : List.of("ignoreFilters", "ignoreQuery", "ignoreTimerange", "ignoreValidations")) {
            ignored.put(parent, false);
        }
        group.put("ignoreParentSettingsJSON", ignored.toString());
        attributes.put("timeRestore", true).put("timeFrom", "now-1h").put("timeTo", "now");
        attributes
                .putObject("kibanaSavedObjectMeta")
                .put("searchSourceJSON", "{\"query\":{\"query\":\"\",\"language\":\"kuery\"},\"filter\":[]}");
        return dashboard;
    }
}

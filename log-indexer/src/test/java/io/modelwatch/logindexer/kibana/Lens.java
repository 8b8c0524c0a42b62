package io.modelwatch.logindexer.kibana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Lens panels, each of one layer. */
final class Lens {

    private static final String LAYER = "layer1";

    private Lens() {}

    /** Figures over time; the second grouping column, where there is one, gives a series for each of its values. */
    static SavedObject overTime(
            String id, String title, String description, String query, String series, List<Column> columns) {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        state.putObject("legend").put("isVisible", true).put("position", "bottom");
        state.put("valueLabels", "hide");
        state.put("fittingFunction", "None");
        for (String setting : List.of("tickLabelsVisibilitySettings", "gridlinesVisibilitySettings")) {
            state.putObject(setting).put("x", true).put("yLeft", true).put("yRight", true);
        }
        state.putObject("axisTitlesVisibilitySettings")
                .put("x", false)
                .put("yLeft", false)
                .put("yRight", false);
        state.put("preferredSeriesType", series);
        ObjectNode layer = state.putArray("layers").addObject();
        layer.put("layerId", LAYER).put("layerType", "data").put("seriesType", series);
        layer.put("xAccessor", "time").put("position", "top").put("showGridlines", false);
        ArrayNode accessors = layer.putArray("accessors");
        for (Column column : columns) {
            if (!column.bucketed()) {
                accessors.add(column.id());
            } else if (!column.id().equals("time")) {
                layer.put("splitAccessor", column.id());
            }
        }
        return panel(id, title, description, query, "lnsXY", columns, state);
    }

    /** One figure. */
    static SavedObject metric(String id, String title, String description, String query, Column figure) {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        state.put("layerId", LAYER).put("layerType", "data").put("metricAccessor", figure.id());
        return panel(id, title, description, query, "lnsMetric", List.of(figure), state);
    }

    /** A row for each value. */
    static SavedObject table(String id, String title, String description, String query, List<Column> columns) {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        state.put("layerId", LAYER).put("layerType", "data");
        ArrayNode shown = state.putArray("columns");
        columns.forEach(column -> shown.addObject().put("columnId", column.id()));
        return panel(id, title, description, query, "lnsDatatable", columns, state);
    }

    /** The shares of values. */
    static SavedObject ring(String id, String title, String description, String query, Column group, Column figure) {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        state.put("shape", "donut");
        ObjectNode layer = state.putArray("layers").addObject();
        layer.put("layerId", LAYER).put("layerType", "data");
        layer.putArray("primaryGroups").add(group.id());
        layer.putArray("metrics").add(figure.id());
        layer.put("numberDisplay", "percent").put("categoryDisplay", "default");
        layer.put("legendDisplay", "default").put("nestedLegend", false);
        return panel(id, title, description, query, "lnsPie", List.of(group, figure), state);
    }

    private static SavedObject panel(
            String id,
            String title,
            String description,
            String query,
            String type,
            List<Column> columns,
            ObjectNode visualization) {
        SavedObject panel = new SavedObject("lens", "8.9.0", id);
        ObjectNode attributes = panel.attributes();
        attributes.put("title", title).put("description", description).put("visualizationType", type);
        ObjectNode state = attributes.putObject("state");
        ObjectNode layer = state.putObject("datasourceStates")
                .putObject("formBased")
                .putObject("layers")
                .putObject(LAYER);
        ArrayNode order = layer.putArray("columnOrder");
        ObjectNode byId = layer.putObject("columns");
        columns.stream().filter(Column::bucketed).forEach(column -> order.add(column.id()));
        columns.stream().filter(column -> !column.bucketed()).forEach(column -> order.add(column.id()));
        columns.forEach(column -> byId.set(column.id(), column.json()));
        layer.putObject("incompleteColumns");
        layer.put("sampling", 1);
        state.set("visualization", visualization);
        state.putObject("query").put("query", query).put("language", "kuery");
        state.putArray("filters");
        state.putArray("internalReferences");
        state.putObject("adHocDataViews");
        return panel.refersTo("index-pattern", KibanaObjects.DATA_VIEW, "indexpattern-datasource-layer-" + LAYER);
    }
}

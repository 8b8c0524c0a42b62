package io.modelwatch.logindexer.kibana;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A column of a Lens panel: a way to put documents into groups, or a figure of each group.
 *
 * @param id its name within the panel
 * @param json as Lens keeps it
 */
record Column(String id, ObjectNode json) {

    static final String RECORDS = "___records___";

    private static Column of(
            String id, String label, String operation, String field, String dataType, String scale, boolean bucketed) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("label", label);
        json.put("customLabel", true);
        json.put("dataType", dataType);
        json.put("operationType", operation);
        json.put("sourceField", field);
        json.put("isBucketed", bucketed);
        json.put("scale", scale);
        json.putObject("params");
        return new Column(id, json);
    }

    private static Column figure(String id, String label, String operation, String field) {
        return of(id, label, operation, field, "number", "ratio", false);
    }

    private ObjectNode params() {
        return (ObjectNode) json.path("params");
    }

    static Column time() {
        Column column = of("time", "Time", "date_histogram", "@timestamp", "date", "interval", true);
        column.params().put("interval", "auto").put("includeEmptyRows", true).put("dropPartials", false);
        return column;
    }

    /** The most frequent values of a field, or those with the most of another column. */
    static Column top(String label, String field, int size, String byColumn) {
        Column column = of("group", label, "terms", field, "string", "ordinal", true);
        ObjectNode params = column.params();
        params.put("size", size);
        params.putObject("orderBy").put("type", "column").put("columnId", byColumn);
        params.put("orderDirection", "desc");
        params.put("otherBucket", false);
        params.put("missingBucket", false);
        params.putObject("parentFormat").put("id", "terms");
        params.putArray("include");
        params.putArray("exclude");
        params.put("includeIsRegex", false);
        params.put("excludeIsRegex", false);
        params.putArray("secondaryFields");
        return column;
    }

    static Column count(String label) {
        Column column = figure("count", label, "count", RECORDS);
        column.params().put("emptyAsNull", false);
        return column;
    }

    static Column sum(String id, String label, String field) {
        Column column = figure(id, label, "sum", field);
        column.params().put("emptyAsNull", true);
        return column;
    }

    static Column percentile(String label, String field, int percentile) {
        Column column = figure("p" + percentile, label, "percentile", field);
        column.params().put("percentile", percentile);
        return column;
    }

    static Column distinct(String label, String field) {
        Column column = figure("distinct", label, "unique_count", field);
        column.params().put("emptyAsNull", false);
        return column;
    }

    /** The same, shown with so many decimals and a unit behind. */
    Column shown(int decimals, String unit) {
        ObjectNode format = params().putObject("format").put("id", "number");
        format.putObject("params").put("decimals", decimals).put("suffix", unit);
        return this;
    }

    boolean bucketed() {
        return json.path("isBucketed").asBoolean();
    }
}

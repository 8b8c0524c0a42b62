package io.modelwatch.logindexer.kibana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What {@code deploy/kibana/modelwatch.ndjson} is made of: a data view, searches, panels, a dashboard. */
final class KibanaObjects {

    static final String DATA_VIEW = "modelwatch-logs";

    private static final String COMPLETED = "event.action : \"llm_request_completed\"";
    private static final String MODEL = "gen_ai.request.model";
    private static final String LATENCY = "llm.latency_ms";

    private KibanaObjects() {}

    /** The objects, those that others refer to first. */
    static List<SavedObject> all() {
        List<SavedObject> objects = new ArrayList<>();
        objects.add(dataView());
        SavedObject errors = search(
                "errors",
                "Errors",
                "Records of level ERROR and above, and failed requests. 错误级别的日志与失败的请求。",
                "event.outcome : \"failure\" or log.level : (\"ERROR\" or \"FATAL\" or \"CRITICAL\")",
                List.of("service.name", MODEL, "error.type", "error.message", "http.request.id"));
        objects.add(errors);
        objects.add(search(
                "requests",
                "LLM requests",
                "One line for each completed request. 每个已完成的请求一行。",
                COMPLETED,
                List.of(
                        MODEL,
                        "llm.status",
                        LATENCY,
                        "llm.ttft_ms",
                        "gen_ai.usage.input_tokens",
                        "gen_ai.usage.output_tokens",
                        "llm.cost_usd",
                        "user.id")));
        objects.add(search(
                "slow",
                "Slow requests",
                "Requests that took five seconds or more. 耗时五秒及以上的请求。",
                COMPLETED + " and " + LATENCY + " >= 5000",
                List.of(
                        MODEL,
                        LATENCY,
                        "llm.ttft_ms",
                        "llm.queue_ms",
                        "gen_ai.usage.output_tokens",
                        "http.request.id")));
        objects.add(search(
                "redacted",
                "Redacted records",
                "Records in which personal data or secrets were masked. 已脱敏的记录。",
                "pii.redacted : true",
                List.of("pii.types", "service.name", MODEL, "message")));
        objects.add(search(
                "conversation",
                "Prompts and responses",
                "What was asked and answered. 提问与回答。",
                COMPLETED + " and gen_ai.prompt : *",
                List.of(MODEL, "user.id", "gen_ai.prompt", "gen_ai.completion")));
        List<SavedObject> panels = panels();
        objects.addAll(panels);
        objects.add(dashboard(panels, errors));
        return objects;
    }

    /** The file: an object a line, and the summary that Kibana ends its own exports with. */
    static String ndjson() {
        StringBuilder file = new StringBuilder();
        List<SavedObject> objects = all();
        objects.forEach(object -> file.append(object.json()).append('\n'));
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("excludedObjectsCount", 0);
        summary.putArray("excludedObjects");
        summary.put("exportedCount", objects.size());
        summary.put("missingRefCount", 0);
        summary.putArray("missingReferences");
        return file.append(summary).append('\n').toString();
    }

    private static SavedObject dataView() {
        SavedObject view = new SavedObject("index-pattern", "8.0.0", DATA_VIEW);
        ObjectNode attributes = view.attributes();
        attributes.put("title", "logs-llm*").put("name", "Modelwatch logs").put("timeFieldName", "@timestamp");
        attributes.put("fields", "[]").put("fieldAttrs", "{}").put("runtimeFieldMap", "{}");
        ObjectNode formats = JsonNodeFactory.instance.objectNode();
        ObjectNode duration =
                formats.putObject("event.duration").put("id", "duration").putObject("params");
        duration.put("inputFormat", "nanoseconds").put("outputFormat", "asMilliseconds");
        duration.put("outputPrecision", 1).put("showSuffix", true);
        formats.putObject("llm.cost_usd")
                .put("id", "number")
                .putObject("params")
                .put("pattern", "$0,0.000000");
        attributes.put("fieldFormatMap", formats.toString());
        attributes.put("sourceFilters", "[]").put("typeMeta", "{}");
        return view;
    }

    private static SavedObject search(String id, String title, String description, String query, List<String> columns) {
        SavedObject search = new SavedObject("search", "8.0.0", "modelwatch-search-" + id);
        ObjectNode attributes = search.attributes();
        attributes.put("title", "Modelwatch: " + title).put("description", description);
        ArrayNode shown = attributes.putArray("columns");
        columns.forEach(shown::add);
        attributes.putArray("sort").addArray().add("@timestamp").add("desc");
        attributes.putObject("grid");
        attributes.put("hideChart", false).put("isTextBasedQuery", false).put("timeRestore", false);
        String reference = "kibanaSavedObjectMeta.searchSourceJSON.index";
        ObjectNode source = JsonNodeFactory.instance.objectNode();
        source.putObject("query").put("query", query).put("language", "kuery");
        source.putArray("filter");
        source.put("indexRefName", reference);
        attributes.putObject("kibanaSavedObjectMeta").put("searchSourceJSON", source.toString());
        return search.refersTo("index-pattern", DATA_VIEW, reference);
    }

    private static List<SavedObject> panels() {
        return List.of(
                Lens.metric(id("count"), "Requests", "请求数", COMPLETED, Column.count("Requests")),
                Lens.metric(
                        id("failed"),
                        "Failed requests",
                        "失败的请求数",
                        COMPLETED + " and event.outcome : \"failure\"",
                        Column.count("Failed")),
                Lens.metric(
                        id("p95"),
                        "Latency, 95th percentile",
                        "延迟 P95",
                        COMPLETED,
                        Column.percentile("p95", LATENCY, 95).shown(0, " ms")),
                Lens.metric(
                        id("cost"),
                        "Cost",
                        "费用(美元)",
                        COMPLETED,
                        Column.sum("cost", "USD", "llm.cost_usd").shown(4, " USD")),
                Lens.metric(id("users"), "Users", "用户数", COMPLETED, Column.distinct("Users", "user.id")),
                Lens.overTime(
                        id("outcomes"),
                        "Requests by outcome",
                        "按结果统计的请求数",
                        COMPLETED,
                        "bar_stacked",
                        List.of(
                                Column.time(),
                                Column.top("Outcome", "event.outcome", 3, "count"),
                                Column.count("Requests"))),
                Lens.overTime(
                        id("latency"),
                        "Latency",
                        "延迟分位数(毫秒)",
                        COMPLETED,
                        "line",
                        List.of(
                                Column.time(),
                                Column.percentile("p50", LATENCY, 50).shown(0, " ms"),
                                Column.percentile("p95", LATENCY, 95).shown(0, " ms"),
                                Column.percentile("p99", LATENCY, 99).shown(0, " ms"))),
                Lens.overTime(
                        id("ttft"),
                        "Time to first token by model, 95th percentile",
                        "各模型首个 token 的延迟 P95",
                        COMPLETED,
                        "line",
                        List.of(
                                Column.time(),
                                Column.top("Model", MODEL, 8, "p95"),
                                Column.percentile("p95", "llm.ttft_ms", 95).shown(0, " ms"))),
                Lens.overTime(
                        id("tokens"),
                        "Tokens",
                        "输入与输出 token 数",
                        COMPLETED,
                        "bar_stacked",
                        List.of(
                                Column.time(),
                                Column.sum("input", "Input", "gen_ai.usage.input_tokens"),
                                Column.sum("output", "Output", "gen_ai.usage.output_tokens"))),
                Lens.table(
                        id("models"),
                        "Models",
                        "各模型的请求数、延迟、token 与费用",
                        COMPLETED,
                        List.of(
                                Column.top("Model", MODEL, 20, "count"),
                                Column.count("Requests"),
                                Column.percentile("p50", LATENCY, 50).shown(0, " ms"),
                                Column.percentile("p95", LATENCY, 95).shown(0, " ms"),
                                Column.sum("output", "Output tokens", "gen_ai.usage.output_tokens"),
                                Column.sum("cost", "USD", "llm.cost_usd").shown(4, ""))),
                Lens.ring(
                        id("error-types"),
                        "Failures by type",
                        "按类型统计的失败",
                        "event.outcome : \"failure\"",
                        Column.top("Type", "error.type", 10, "count"),
                        Column.count("Failures")),
                Lens.overTime(
                        id("levels"),
                        "Records by level",
                        "按级别统计的日志",
                        "",
                        "bar_stacked",
                        List.of(Column.time(), Column.top("Level", "log.level", 6, "count"), Column.count("Records"))),
                Lens.table(
                        id("redactions"),
                        "Redactions",
                        "脱敏次数",
                        "pii.redacted : true",
                        List.of(Column.top("What was masked", "pii.types", 20, "count"), Column.count("Records"))));
    }

    private static String id(String name) {
        return "modelwatch-lens-" + name;
    }

    private static SavedObject dashboard(List<SavedObject> panels, SavedObject errors) {
        Dashboard dashboard = new Dashboard(
                "modelwatch-dashboard-llm-logs",
                "Modelwatch: LLM logs",
                "Requests, latency, tokens, cost, failures and redactions, from the logs. 由日志得出的请求、延迟、token、费用、失败与脱敏情况。");
        dashboard
                .control("Model", MODEL)
                .control("Service", "service.name")
                .control("Outcome", "event.outcome")
                .control("User", "user.id");
        int[] widths = {10, 9, 10, 10, 9, 24, 24, 24, 24, 32, 16, 24, 24};
        int[] heights = {6, 6, 6, 6, 6, 12, 12, 12, 12, 12, 12, 12, 12};
        for (int i = 0; i < widths.length; i++) {
            dashboard.panel(panels.get(i), widths[i], heights[i]);
        }
        return dashboard.panel(errors, Dashboard.WIDTH, 18).build();
    }
}

package io.modelwatch.logindexer.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.logindexer.document.Draft;
import io.modelwatch.logindexer.document.EcsMapper;
import io.modelwatch.logindexer.document.Identities;
import io.modelwatch.logindexer.document.Level;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import java.time.Instant;
import java.util.Map;

/** Turns log records into drafts of documents; events of the GenAI conventions among them tell prompts and answers. */
final class LogDrafts {

    private static final String DATASET = "otlp.logs";
    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;

    /** Events of former conventions, whose body is a message, and the field of that. */
    private static final Map<String, String> MESSAGE_EVENTS = Map.of(
            "gen_ai.system.message", "gen_ai.system_instructions",
            "gen_ai.user.message", "gen_ai.prompt",
            "gen_ai.tool.message", "gen_ai.prompt",
            "gen_ai.assistant.message", "gen_ai.completion",
            "gen_ai.choice", "gen_ai.completion");

    private final EcsMapper mapper;

    LogDrafts(EcsMapper mapper) {
        this.mapper = mapper;
    }

    Draft of(LogRecord log, Resource resource, InstrumentationScope scope, Instant receivedAt, Identities identities) {
        Source source = new Source();
        source.putTime(log.getTimeUnixNano() == 0 ? log.getObservedTimeUnixNano() : log.getTimeUnixNano());
        source.put("log.level", level(log));
        source.putId("trace.id", log.getTraceId(), TRACE_ID_BYTES);
        source.putId("span.id", log.getSpanId(), SPAN_ID_BYTES);
        source.put("event.action", log.getEventName());
        source.putAttributes(log.getAttributesList());
        putBody(source, AnyValues.json(log.getBody()));
        source.putOrigin(resource, scope);
        return mapper.map(source.fields(), null, DATASET, receivedAt, identities);
    }

    private static String level(LogRecord log) {
        int number = log.getSeverityNumberValue();
        return log.getSeverityText().isBlank() && number > 0 && number <= Level.maxNumber()
                ? Level.ofNumber(number)
                : log.getSeverityText();
    }

    private static void putBody(Source source, JsonNode body) {
        String field = MESSAGE_EVENTS.get(source.text("event.action"));
        if (field != null) {
            source.put(field, ChatText.of(body));
        }
        if (body instanceof ObjectNode members) {
            members.forEachEntry((name, value) -> {
                if (name.equals("message") && value.isTextual()) {
                    source.put("message", value);
                } else if (field == null || !(name.equals("content") || name.equals("message"))) {
                    source.putExtra("body." + name, value);
                }
            });
        } else if (field == null && body.isValueNode()) {
            source.put("message", body.isTextual() ? body.textValue() : body.isNull() ? "" : body.asText());
        } else if (field == null) {
            source.put("message", body.toString());
        }
    }
}

package io.modelwatch.logindexer.document;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a shipper meant for Elasticsearch into the draft of a document of ours. Fields of ECS that the template maps stay where
 * they are, whether nested or with dots in their names; short names such as {@code level}, {@code msg} or those of a
 * request record go to the field they mean; everything else, and whatever has the wrong type for its field, goes to
 * {@code extra}. Nothing in a document can make this fail. Thread-safe.
 */
public final class EcsMapper {

    private static final double NANOS_A_MILLI = 1e6;
    private static final int MAX_TIME_CHARS = 1024;

    static final Map<String, String> SHORT_NAMES = Map.ofEntries(
            entry("timestamp", "@timestamp"),
            entry("level", "log.level"),
            entry("severity", "log.level"),
            entry("msg", "message"),
            entry("log", "message"),
            entry("request_id", "http.request.id"),
            entry("event", "event.action"),
            entry("model", "gen_ai.request.model"),
            entry("provider", "gen_ai.provider.name"),
            entry("operation", "gen_ai.operation.name"),
            entry("input_tokens", "gen_ai.usage.input_tokens"),
            entry("output_tokens", "gen_ai.usage.output_tokens"),
            entry("cached_tokens", "llm.cached_tokens"),
            entry("reasoning_tokens", "llm.reasoning_tokens"),
            entry("latency_ms", "llm.latency_ms"),
            entry("ttft_ms", "llm.ttft_ms"),
            entry("queue_ms", "llm.queue_ms"),
            entry("cost_usd", "llm.cost_usd"),
            entry("stream", "llm.stream"),
            entry("cache_hit", "llm.cache_hit"),
            entry("status", "llm.status"),
            entry("http_status", "http.response.status_code"),
            entry("error", "error.message"),
            entry("error_type", "error.type"),
            entry("user_id", "user.id"),
            entry("session_id", "session.id"),
            entry("service", "service.name"),
            entry("environment", "service.environment"),
            entry("trace_id", "trace.id"),
            entry("span_id", "span.id"),
            entry("prompt", "gen_ai.prompt"),
            entry("response", "gen_ai.completion"),
            entry("system_prompt", "gen_ai.system_instructions"),
            entry("reference", "gen_ai.reference"),
            entry("context", "gen_ai.context"));

    /** Mapped fields that only this service fills. */
    private static final Set<String> OURS =
            Set.of("event.id", "event.ingested", "data_stream.type", "data_stream.dataset", "data_stream.namespace");

    private final DocumentSettings settings;
    private final DataStream dataStream;
    private final MappedFields mapped = MappedFields.ofTemplate();

    /** Where a short name leads; other names lead to themselves. */
    public static String pathOf(String name) {
        return SHORT_NAMES.getOrDefault(name, name);
    }

    public EcsMapper(DocumentSettings settings, DataStream dataStream) {
        this.settings = settings;
        this.dataStream = dataStream;
    }

    /**
     * Maps one document.
     *
     * @param givenId its identifier where the shipper gave one
     * @param dataset what it is about, where it does not say so itself
     * @param receivedAt stands in for a time of its own
     * @param identities those of the body it came in
     */
    public Draft map(
            ObjectNode source, @Nullable String givenId, String dataset, Instant receivedAt, Identities identities) {
        Filling filling = new Filling(source);
        return filling.toDraft(givenId, dataset, receivedAt, identities);
    }

    /** One document while it is filled. */
    private final class Filling {

        private final ObjectNode source;
        private final TypedFields target = new TypedFields();
        private final FlatFields extra = new FlatFields(settings.maxExtraFields());
        private @Nullable JsonNode time;

        Filling(ObjectNode source) {
            this.source = source;
            source.forEachEntry((name, value) -> {
                if (!isShort(name, value)) {
                    place(name, value);
                }
            });
            source.forEachEntry((name, value) -> {
                if (isShort(name, value)) {
                    placeShort(name, pathOf(name), value);
                }
            });
        }

        private static boolean isShort(String name, JsonNode value) {
            return SHORT_NAMES.containsKey(name) && !value.isObject();
        }

        private void place(String path, JsonNode value) {
            MappedFields.Kind kind = OURS.contains(path) ? null : mapped.kind(path);
            if (value.isNull()) {
                return;
            }
            if (path.equals("@timestamp")) {
                time = value;
            } else if (path.equals("extra")) {
                extra.addAll(value);
            } else if (kind != null && target.put(path, kind, value)) {
                return;
            } else if (kind == null && value.isObject() && mapped.isParent(path)) {
                value.forEachEntry((name, member) -> place(path + "." + name, member));
            } else {
                extra.add(path, value);
            }
        }

        private void placeShort(String name, String path, JsonNode value) {
            boolean free = path.equals("@timestamp") ? time == null : !target.has(path);
            if (free && !value.isNull()) {
                place(path, value);
            } else {
                extra.add(name, value);
            }
        }

        Draft toDraft(@Nullable String givenId, String dataset, Instant receivedAt, Identities identities) {
            boolean hasTime = putTime(receivedAt);
            putOutcomeAndLevel();
            String event = putEvent(dataset, receivedAt);
            String requestId = target.text("http.request.id");
            String id = givenId != null ? givenId : identities.of(source, requestId, event, hasTime);
            target.set("event.id", id);
            target.set("data_stream.type", "logs");
            target.set("data_stream.dataset", dataStream.dataset());
            target.set("data_stream.namespace", dataStream.namespace());
            if (extra.dropped() > 0) {
                target.set("llm.extra_dropped", extra.dropped());
            }
            ObjectNode document = target.toJson();
            ObjectNode flat = extra.toJson();
            if (flat != null) {
                document.set("extra", flat);
            }
            return new Draft(id, requestId, document);
        }

        /** Puts the time; whether the document has one of its own, be it legible or not. */
        private boolean putTime(Instant receivedAt) {
            JsonNode given = time;
            if (given == null || (given.isTextual() && given.textValue().isBlank())) {
                target.set("@timestamp", receivedAt.toString());
                return false;
            }
            String stored = Timestamps.read(given).orElse(receivedAt).toString();
            target.set("@timestamp", stored);
            String original = given.isValueNode() ? given.asText() : given.toString();
            if (!original.equals(stored)) {
                target.set(
                        "llm.timestamp",
                        original.length() > MAX_TIME_CHARS ? original.substring(0, MAX_TIME_CHARS) : original);
            }
            return true;
        }

        private void putOutcomeAndLevel() {
            String status = target.text("llm.status");
            if (status != null && status.matches("[1-5][0-9]{2}")) {
                target.setIfAbsent("http.response.status_code", Long.parseLong(status));
            }
            boolean hasError = target.has("error.message") || target.has("error.type");
            target.setIfAbsent(
                    "event.outcome", Outcome.of(status, target.number("http.response.status_code"), hasError));
            String level = target.text("log.level");
            if (level == null || level.isBlank()) {
                level = Outcome.FAILURE.equals(target.text("event.outcome")) ? "ERROR" : "INFO";
            }
            target.set("log.level", Level.stored(level));
            Double latency = target.decimal("llm.latency_ms");
            if (latency != null) {
                target.setIfAbsent("event.duration", Math.round(latency * NANOS_A_MILLI));
            }
            for (String id : new String[] {"trace.id", "span.id"}) {
                String given = target.text(id);
                if (given != null) {
                    target.set(id, HexId.plain(given));
                }
            }
        }

        private @Nullable String putEvent(String dataset, Instant receivedAt) {
            if (source.hasNonNull("model") && source.hasNonNull("status")) {
                target.setIfAbsent("event.action", Identities.COMPLETED); // a request record
            }
            String event = target.text("event.action");
            if (event != null) {
                target.setIfAbsent("message", event);
            }
            target.setIfAbsent("event.kind", "event");
            target.setIfAbsent("event.dataset", dataset);
            target.set("event.ingested", receivedAt.toString());
            return event;
        }
    }
}

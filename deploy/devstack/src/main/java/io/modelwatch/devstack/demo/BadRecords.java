package io.modelwatch.devstack.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Records that a service must refuse, each with the field to blame. */
final class BadRecords {

    private BadRecords() {}

    /** Broken copies of a good record, each in one way; their identifiers are new. */
    static List<Outgoing> from(ObjectNode good) {
        String id = good.path("request_id").asText();
        ObjectNode noModel = copy(good, id + "-no-model");
        noModel.remove("model");
        ObjectNode negative = copy(good, id + "-negative");
        negative.put("latency_ms", -5);
        ObjectNode status = copy(good, id + "-status");
        status.put("status", "maybe");
        ObjectNode tokens = copy(good, id + "-tokens");
        tokens.put("input_tokens", "many");
        ObjectNode noId = copy(good, id);
        noId.remove("request_id");
        ObjectNode time = copy(good, id + "-time");
        time.put("timestamp", "yesterday");
        return List.of(
                Outgoing.bad(noModel, "/model"),
                Outgoing.bad(negative, "/latency_ms"),
                Outgoing.bad(status, "/status"),
                Outgoing.bad(tokens, "/input_tokens"),
                Outgoing.bad(noId, "/request_id"),
                Outgoing.bad(time, "/timestamp"));
    }

    private static ObjectNode copy(ObjectNode good, String id) {
        return good.deepCopy().put("request_id", id);
    }
}

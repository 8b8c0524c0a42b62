package io.modelwatch.collector.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One LLM request as its gateway reported it, checked.
 *
 * @param requestId makes a repeat recognisable
 * @param timestamp when the request ended; the time of taking it in where the sender named none
 * @param costUsd what the sender says it cost
 * @param labels free labels of the sender
 * @param extra everything the record had beside the known fields
 */
public record RequestRecord(
        String requestId,
        Instant timestamp,
        Origin origin,
        Outcome outcome,
        Tokens tokens,
        Timing timing,
        @Nullable BigDecimal costUsd,
        Content content,
        Trace trace,
        Map<String, String> labels,
        Map<String, JsonNode> extra) {

    public RequestRecord {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
    }

    /** The same request of another model. */
    public RequestRecord withModel(String model) {
        return new RequestRecord(
                requestId,
                timestamp,
                new Origin(
                        model,
                        origin.service(),
                        origin.environment(),
                        origin.provider(),
                        origin.operation(),
                        origin.userId(),
                        origin.sessionId()),
                outcome,
                tokens,
                timing,
                costUsd,
                content,
                trace,
                labels,
                extra);
    }

    public boolean failed() {
        return outcome.status() == Status.ERROR;
    }
}

package io.modelwatch.collector.forward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.collector.cost.PricedRequest;
import io.modelwatch.collector.request.RequestJson;
import io.modelwatch.collector.request.RequestRecord;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Records as the destinations want them. */
final class Renderings {

    private static final ObjectWriter WRITER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build()
            .writer();
    private static final double TO_SHARE = 0x1p-53;
    private static final int UNUSED_BITS = 11;

    private Renderings() {}

    /**
     * For log-indexer: the whole record, what happened, how serious it is, and what it cost; what its sender said it cost
     * beside that, where it is something else.
     */
    static Outgoing logEntry(PricedRequest priced) {
        ObjectNode json = RequestJson.of(priced.request());
        json.put("event", "llm_request_completed");
        json.put("level", priced.request().failed() ? "ERROR" : "INFO");
        BigDecimal cost = priced.cost().amountOrNull();
        if (cost != null) {
            BigDecimal reported = priced.request().costUsd();
            if (reported != null && reported.compareTo(cost) != 0) {
                json.set("reported_cost_usd", RequestJson.decimal(reported));
            }
            json.set("cost_usd", RequestJson.decimal(cost));
        }
        return new Outgoing(bytes(json));
    }

    /** For quality-evaluator: records with a response, the given share of them, the same ones on a repeat. */
    static Optional<Outgoing> evaluation(PricedRequest priced, double share) {
        RequestRecord request = priced.request();
        if (request.content().response() == null || positionOf(request.requestId()) >= share) {
            return Optional.empty();
        }
        return Optional.of(new Outgoing(bytes(RequestJson.forEvaluation(request))));
    }

    /** Where the identifier lies between 0 and 1; evenly distributed, always the same. */
    private static double positionOf(String requestId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(requestId.getBytes(StandardCharsets.UTF_8));
            return (ByteBuffer.wrap(hash, hash.length - Long.BYTES, Long.BYTES).getLong() >>> UNUSED_BITS) * TO_SHARE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return WRITER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

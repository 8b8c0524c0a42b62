package io.modelwatch.logindexer.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A message of Kafka: what could be the body of a POST, and where it lies.
 *
 * @param topic its topic
 * @param partition its partition
 * @param offset its place there
 * @param timestamp when it was written
 * @param value the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Message(String topic, int partition, long offset, Instant timestamp, byte[] value) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_QUOTED_CHARS = 100_000;

    static Message of(ConsumerRecord<byte[], byte[]> record) {
        return new Message(
                record.topic(),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                record.value());
    }

    /**
     * The body to take. A single record without a name of its own gets the time and place of its message, so that it is
     * the same document however often the message comes.
     */
    byte[] body() {
        try {
            if (JSON.readTree(value) instanceof ObjectNode record && !record.has("request_id")) {
                if (!record.has("timestamp") && !record.has("@timestamp")) {
                    record.put("timestamp", timestamp.toString());
                }
                record.set("kafka", place());
                return JSON.writeValueAsBytes(record);
            }
            return value;
        } catch (IOException e) {
            return value; // several records, or none: the intake tells
        }
    }

    /** A record that keeps what could not be taken, with the reason; the same however often the message comes. */
    byte[] unreadable(String reason) {
        String text = new String(value, UTF_8);
        ObjectNode record = JSON.createObjectNode();
        record.put("event", "kafka_message_rejected");
        record.put("level", "ERROR");
        record.put("timestamp", timestamp.toString());
        record.put("message", text.length() > MAX_QUOTED_CHARS ? text.substring(0, MAX_QUOTED_CHARS) : text);
        record.put("error", reason);
        record.put("error_type", "invalid-record");
        record.set("kafka", place());
        try {
            return JSON.writeValueAsBytes(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode place() {
        return JSON.createObjectNode().put("topic", topic).put("partition", partition).put("offset", offset);
    }

    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}

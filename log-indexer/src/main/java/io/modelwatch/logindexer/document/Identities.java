package io.modelwatch.logindexer.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives the records of one body their identifiers, so that the same body sent again has the same ones.
 *
 * <ul>
 *   <li>A record of a request: {@code request_id:event:hash}, the hash being one of its content, so that several events
 *       of a request do not collide. For {@code llm_request_completed} the hash leaves out what a forwarding service may
 *       fill in anew on each attempt (time, cost, level).
 *   <li>Another record with a time of its own: a hash of its content. The second of two equal records in a body is a
 *       record of its own.
 *   <li>A record with neither: chance. Sent again it is stored again.
 * </ul>
 *
 * Not thread-safe.
 */
public final class Identities {

    static final String COMPLETED = "llm_request_completed";

    private static final Set<String> FILLED_IN = Set.of("timestamp", "cost_usd", "level", "event");
    private static final int MAX_READABLE_BYTES = 256;

    private final Map<String, Integer> seen = new HashMap<>();

    /** A short stand-in for an identifier that is too long. */
    public static String shortened(String id) {
        return ContentHash.of(id);
    }

    String of(JsonNode record, @Nullable String requestId, @Nullable String event, boolean hasTime) {
        if (requestId != null) {
            String name = event == null ? "" : event;
            String hash = ContentHash.of(record, name.equals(COMPLETED) ? FILLED_IN : Set.of());
            String id = requestId + ":" + name + ":" + hash;
            return id.getBytes(UTF_8).length <= MAX_READABLE_BYTES
                    ? id
                    : ContentHash.of(requestId + ":" + name) + ":" + hash;
        }
        if (!hasTime) {
            return UUID.randomUUID().toString();
        }
        String hash = ContentHash.of(record, Set.of());
        int earlier = seen.merge(hash, 1, Integer::sum) - 1;
        return earlier == 0 ? hash : hash + ":" + earlier;
    }
}

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
 * The hashes are keyed, and whatever would be redacted in its field is not legible in an identifier either. Not
 * thread-safe.
 */
public final class Identities {

    static final String COMPLETED = "llm_request_completed";

    private static final Set<String> FILLED_IN = Set.of("timestamp", "cost_usd", "level", "event");
    private static final int MAX_READABLE_BYTES = 256;

    private final Map<String, Integer> seen = new HashMap<>();

    private final KeyedHash key;
    private final Cleaning cleaning;

    public Identities(KeyedHash key, Cleaning cleaning) {
        this.key = key;
        this.cleaning = cleaning;
    }

    /** An identifier that a sender gave, or what stands for it where it is too long or must not be legible. */
    public String given(String id, int maxBytes) {
        return id.getBytes(UTF_8).length <= maxBytes && cleaning.leavesAlone("_id", id) ? id : ContentHash.of(key, id);
    }

    String of(JsonNode record, @Nullable String requestId, @Nullable String event, boolean hasTime) {
        if (requestId != null) {
            String name = event == null ? "" : event;
            String hash = ContentHash.of(key, record, name.equals(COMPLETED) ? FILLED_IN : Set.of());
            String id = requestId + ":" + name + ":" + hash;
            return id.getBytes(UTF_8).length <= MAX_READABLE_BYTES && isLegible(requestId, name)
                    ? id
                    : ContentHash.of(key, requestId + ":" + name) + ":" + hash;
        }
        if (!hasTime) {
            return UUID.randomUUID().toString();
        }
        String hash = ContentHash.of(key, record, Set.of());
        int earlier = seen.merge(hash, 1, Integer::sum) - 1;
        return earlier == 0 ? hash : hash + ":" + earlier;
    }

    private boolean isLegible(String requestId, String event) {
        return cleaning.leavesAlone("http.request.id", requestId)
                && (event.equals(COMPLETED) || cleaning.leavesAlone("event.action", event));
    }
}

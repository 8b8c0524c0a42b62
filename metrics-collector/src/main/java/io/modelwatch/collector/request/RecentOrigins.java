package io.modelwatch.collector.request;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who asked which model, by request and by session, of the requests taken last: bounded in number and time. Thread-safe.
 */
public final class RecentOrigins {

    private record Seen(Origin origin, Instant at) {}

    private final int most;
    private final Duration keptFor;
    private final InstantSource clock;
    private final Map<String, Seen> requests = new LinkedHashMap<>();
    private final Map<String, Seen> sessions = new LinkedHashMap<>();

    /**
     * Nothing seen yet.
     *
     * @param most how many requests, and how many sessions, are remembered
     */
    public RecentOrigins(int most, Duration keptFor, InstantSource clock) {
        this.most = most;
        this.keptFor = keptFor;
        this.clock = clock;
    }

    /** Remembers a request. */
    public synchronized void remember(RequestRecord request) {
        if (most == 0) {
            return;
        }
        Seen seen = new Seen(request.origin(), clock.instant());
        put(requests, request.requestId(), seen);
        if (request.origin().sessionId() != null) {
            put(sessions, request.origin().sessionId(), seen);
        }
    }

    private void put(Map<String, Seen> map, String id, Seen seen) {
        map.remove(id);
        map.put(id, seen);
        Instant oldest = seen.at().minus(keptFor);
        Iterator<Seen> eldest = map.values().iterator();
        while (eldest.hasNext()) {
            boolean old = !eldest.next().at().isAfter(oldest);
            if (!old && map.size() <= most) {
                return;
            }
            eldest.remove();
        }
    }

    /** The origin of a request, else that of the last request of a session. */
    public synchronized Optional<Origin> find(@Nullable String requestId, @Nullable String sessionId) {
        Seen seen = requestId == null ? null : requests.get(requestId);
        if (seen == null && sessionId != null) {
            seen = sessions.get(sessionId);
        }
        return Optional.ofNullable(seen).map(Seen::origin);
    }
}

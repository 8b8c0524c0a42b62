package io.modelwatch.collector.stream;

import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.jspecify.annotations.Nullable;

/** A reader at the other end of a connection; ready when it has asked for more than it was sent. Thread-safe. */
final class SseClient implements StreamReader {

    private final Sse sse;
    private volatile @Nullable MultiEmitter<? super OutboundSseEvent> emitter;

    SseClient(Sse sse) {
        this.sse = sse;
    }

    /** The connection is there. */
    void connected(MultiEmitter<? super OutboundSseEvent> connection) {
        emitter = connection;
    }

    @Override
    public boolean ready() {
        MultiEmitter<? super OutboundSseEvent> open = emitter;
        return open != null && open.requested() > 0;
    }

    @Override
    public void send(StreamJson update) {
        emit(sse.newEventBuilder()
                .name("update")
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(update)
                .build());
    }

    @Override
    public void beat() {
        emit(sse.newEventBuilder().comment("alive").build());
    }

    private void emit(OutboundSseEvent event) {
        MultiEmitter<? super OutboundSseEvent> open = emitter;
        if (open != null) {
            open.emit(event);
        }
    }

    @Override
    public void end() {
        MultiEmitter<? super OutboundSseEvent> open = emitter;
        if (open != null) {
            open.complete();
        }
    }
}

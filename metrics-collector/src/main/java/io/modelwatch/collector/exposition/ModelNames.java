package io.modelwatch.collector.exposition;

import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.window.Labels;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * What models are called at /metrics. Their names come from clients, so a name stands there only once a request to it
 * has succeeded; until then, and beyond the cap, it is {@code other}. Thread-safe.
 */
final class ModelNames implements RequestFamilies {

    private final SeriesCap known;
    private final InstantSource clock;

    ModelNames(SeriesBounds bounds, InstantSource clock) {
        this.known = new SeriesCap(bounds);
        this.clock = clock;
    }

    /** The name for a request's model, which is known from now on if the request succeeded. */
    String of(RequestRecord request) {
        List<String> model = List.of(request.origin().model());
        return request.failed() && !known.knows(model)
                ? Labels.OTHER
                : known.of(model, clock.instant()).getFirst();
    }

    /** The name for a model that nothing new is said about. */
    String of(String model) {
        return known.knows(List.of(model)) ? model : Labels.OTHER;
    }

    @Override
    public void count(RequestRecord request) {
        of(request);
    }

    @Override
    public void expire(Instant now) {
        known.expire(now, forgotten -> {});
    }

    @Override
    public Map<String, Long> overflows() {
        return Map.of("models", known.overflows());
    }
}

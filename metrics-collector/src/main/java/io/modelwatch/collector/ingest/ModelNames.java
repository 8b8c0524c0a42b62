package io.modelwatch.collector.ingest;

import io.modelwatch.collector.request.Origin;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.window.Labels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Under which model a request is counted. Senders pass on whatever name their clients made up; one that never worked and
 * has no price is {@link Labels#OTHER}. Thread-safe.
 */
final class ModelNames {

    private static final float LOAD = 0.75f;

    private final Predicate<Origin> priced;
    private final LongAdder unknown = new LongAdder();
    private final Map<String, Boolean> worked;

    /**
     * Nothing has worked yet.
     *
     * @param priced whether the price table has the model
     * @param most how many models that worked are remembered, those used last
     */
    ModelNames(Predicate<Origin> priced, int most) {
        this.priced = priced;
        worked = new LinkedHashMap<>(16, LOAD, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > most;
            }
        };
    }

    /** The same request, its model replaced where nobody knows it. */
    RequestRecord known(RequestRecord request) {
        String model = request.origin().model();
        synchronized (worked) {
            if (!request.failed()) {
                worked.put(model, Boolean.TRUE);
                return request;
            }
            if (worked.get(model) != null) {
                return request;
            }
        }
        if (priced.test(request.origin())) {
            return request;
        }
        unknown.increment();
        return request.withModel(Labels.OTHER);
    }

    /** How many requests had a model that nobody knows. */
    long unknown() {
        return unknown.sum();
    }
}

package io.modelwatch.collector.exposition;

import io.modelwatch.collector.request.RequestRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Families that are fed by request records. Thread-safe. */
public interface RequestFamilies {

    /** Counts one request. */
    void count(RequestRecord request);

    /** Takes what a request cost, where that is known. */
    default void cost(RequestRecord request, BigDecimal usd) {}

    /** Lets series go that have been idle for too long. */
    void expire(Instant now);

    /** How many requests went to the label value {@code other}, by family. */
    Map<String, Long> overflows();

    /** Several as one. */
    static RequestFamilies of(List<RequestFamilies> parts) {
        List<RequestFamilies> all = List.copyOf(parts);
        return new RequestFamilies() {
            @Override
            public void count(RequestRecord request) {
                all.forEach(part -> part.count(request));
            }

            @Override
            public void cost(RequestRecord request, BigDecimal usd) {
                all.forEach(part -> part.cost(request, usd));
            }

            @Override
            public void expire(Instant now) {
                all.forEach(part -> part.expire(now));
            }

            @Override
            public Map<String, Long> overflows() {
                Map<String, Long> joined = new HashMap<>();
                all.forEach(part -> joined.putAll(part.overflows()));
                return joined;
            }
        };
    }
}

package io.modelwatch.collector.exposition;

import io.modelwatch.collector.request.RequestRecord;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** What requests cost, as far as that is known; rounded to a binary float only here. Thread-safe. */
final class CostFamily implements RequestFamilies {

    private static final String NAME = "gen_ai_client_cost_usd_total";

    private final Counter cost;
    private final ModelNames models;
    private final SeriesCap series;
    private final InstantSource clock;

    CostFamily(PrometheusRegistry registry, ModelNames models, SeriesBounds bounds, InstantSource clock) {
        this.models = models;
        this.series = new SeriesCap(bounds);
        this.clock = clock;
        cost = Counter.builder()
                .name(NAME)
                .help("Cost of requests in US dollars, without those whose model has no price")
                .labelNames("gen_ai_provider_name", "gen_ai_request_model")
                .register(registry);
    }

    @Override
    public void count(RequestRecord request) {
        // A request without a cost says nothing here.
    }

    @Override
    public void cost(RequestRecord request, BigDecimal usd) {
        String provider = request.origin().provider();
        List<String> labels = series.of(List.of(provider == null ? "" : provider, models.of(request)), clock.instant());
        if (usd.signum() >= 0) {
            cost.labelValues(labels.getFirst(), labels.getLast()).inc(usd.doubleValue());
        }
    }

    @Override
    public void expire(Instant now) {
        series.expire(now, labels -> cost.remove(labels.getFirst(), labels.getLast()));
    }

    @Override
    public Map<String, Long> overflows() {
        return Map.of(NAME, series.overflows());
    }
}

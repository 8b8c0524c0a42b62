package io.modelwatch.collector.longterm;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a stretch of time, on the wire.
 *
 * @param cutOff whether there are more series than are shown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Analytics")
record AnalyticsJson(
        Instant from,
        Instant to,
        @Nullable String step,
        @JsonProperty("cut_off") boolean cutOff,
        List<Series> series) {

    private static final double PERCENT = 100;

    /**
     * One combination of dimensions and piece of time.
     *
     * @param unpricedRequests requests with tokens whose model has no price: {@code cost_usd} lacks theirs
     * @param users about how many there are
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AnalyticsSeries")
    record Series(
            Map<String, String> labels,
            @Nullable Instant time,
            long requests,
            long errors,
            @JsonProperty("error_percent") double errorPercent,
            long users,
            @JsonProperty("cache_hits") long cacheHits,
            @JsonProperty("input_tokens") long inputTokens,
            @JsonProperty("output_tokens") long outputTokens,
            @JsonProperty("cached_tokens") long cachedTokens,
            @JsonProperty("cost_usd") BigDecimal costUsd,
            @JsonProperty("unpriced_requests") long unpricedRequests,
            @JsonProperty("latency_ms") @Nullable Times latencyMs,
            @JsonProperty("ttft_ms") @Nullable Times ttftMs) {

        static Series of(JsonNode row, List<String> by) {
            Map<String, String> labels = new LinkedHashMap<>();
            for (int i = 0; i < by.size(); i++) {
                String value = row.path("d" + i).asText();
                if (!value.isEmpty()) {
                    labels.put(by.get(i), value);
                }
            }
            long requests = row.path("requests").asLong();
            long errors = row.path("errors").asLong();
            BigDecimal cost = row.path("cost").decimalValue().stripTrailingZeros();
            return new Series(
                    labels,
                    row.has("piece") ? Instant.ofEpochSecond(row.path("piece").asLong()) : null,
                    requests,
                    errors,
                    requests == 0 ? 0 : PERCENT * errors / requests,
                    row.path("users").asLong(),
                    row.path("hits").asLong(),
                    row.path("input").asLong(),
                    row.path("output").asLong(),
                    row.path("cached").asLong(),
                    cost.scale() < 0 ? cost.setScale(0) : cost,
                    row.path("priceless").asLong(),
                    Times.of(row.path("latency"), row.get("latency_mean"), row.get("latency_max")),
                    Times.of(row.path("ttft"), null, null));
        }
    }

    /** Times in milliseconds; absent where no request reported any. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AnalyticsTimes")
    record Times(
            double p50,
            double p95,
            double p99,
            @Nullable Double mean,
            @Nullable Double max) {

        static @Nullable Times of(JsonNode quantiles, @Nullable JsonNode mean, @Nullable JsonNode max) {
            return quantiles.path(0).isNumber()
                    ? new Times(
                            quantiles.path(0).asDouble(),
                            quantiles.path(1).asDouble(),
                            quantiles.path(2).asDouble(),
                            number(mean),
                            number(max))
                    : null;
        }

        private static @Nullable Double number(@Nullable JsonNode node) {
            return (node != null && node.isNumber()) ? (Double) node.doubleValue() : null;
        }
    }
}

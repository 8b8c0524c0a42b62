package io.modelwatch.collector.spend;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Spending of one combination of labels, on the wire.
 *
 * @param time when its piece of time begins; absent where time was not cut
 * @param unpricedRequests requests with tokens whose model has no price: {@code cost_usd} lacks theirs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Spend")
public record SpendRow(
        Map<String, String> labels,
        @Nullable Instant time,
        long requests,
        long errors,
        @JsonProperty("cache_hits") long cacheHits,
        @JsonProperty("input_tokens") long inputTokens,
        @JsonProperty("output_tokens") long outputTokens,
        @JsonProperty("cached_tokens") long cachedTokens,
        @JsonProperty("reasoning_tokens") long reasoningTokens,
        @JsonProperty("cost_usd") BigDecimal costUsd,
        @JsonProperty("unpriced_requests") long unpricedRequests) {

    public SpendRow {
        labels = Map.copyOf(labels);
        BigDecimal stripped = costUsd.stripTrailingZeros();
        costUsd = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}

package io.modelwatch.collector.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.Selected;
import io.modelwatch.collector.window.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Usage in a window, on the wire; the costliest first. */
@Schema(name = "Usage")
record UsageJson(String window, Instant from, Instant to, List<Series> series) {

    static UsageJson of(Window window, Selected<UsageTotals> selected) {
        return new UsageJson(
                window.text(),
                selected.from(),
                selected.to(),
                selected.series().entrySet().stream()
                        .map(entry -> Series.of(entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparing(Series::costOrZero)
                                .reversed()
                                .thenComparing(series -> series.labels().toString()))
                        .toList());
    }

    /**
     * One combination of labels.
     *
     * @param costUsd absent when the cost of none of the requests is known
     * @param cachedTokens those of the input that the providers had in their prompt caches
     * @param unpricedRequests requests whose model has no price: {@code cost_usd} lacks theirs
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "UsageSeries")
    record Series(
            Map<String, String> labels,
            long requests,
            long errors,
            @JsonProperty("input_tokens") long inputTokens,
            @JsonProperty("output_tokens") long outputTokens,
            @JsonProperty("cached_tokens") long cachedTokens,
            @JsonProperty("cost_usd") @Nullable BigDecimal costUsd,
            @JsonProperty("unpriced_requests") long unpricedRequests) {

        static Series of(Labels labels, UsageTotals totals) {
            return new Series(
                    labels.values(),
                    totals.requests(),
                    totals.errors(),
                    totals.inputTokens(),
                    totals.outputTokens(),
                    totals.cachedTokens(),
                    totals.cost().map(Series::plain).orElse(null),
                    totals.unpriced());
        }

        private BigDecimal costOrZero() {
            return costUsd == null ? BigDecimal.ZERO : costUsd;
        }

        /** Without zeros at the end. */
        private static BigDecimal plain(BigDecimal cost) {
            BigDecimal stripped = cost.stripTrailingZeros();
            return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        }
    }
}

package io.modelwatch.collector.spend;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Spending in a stretch of time, on the wire.
 *
 * @param from the hour it begins in
 * @param to the end of the hour it ends in
 * @param total of all that was asked for, cut off or not
 * @param cutOff whether there are more series than are shown
 * @param unpricedModels requests without a price by model: what to look at where cost is missing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Cost")
record CostJson(
        Instant from,
        Instant to,
        @Nullable String step,
        String currency,
        SpendRow total,
        @JsonProperty("cut_off") boolean cutOff,
        List<SpendRow> series,
        @JsonProperty("unpriced_models") Map<String, Long> unpricedModels) {}

package io.modelwatch.collector.budget;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A budget on the wire; its state is only in answers. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Budget")
record BudgetJson(
        @Schema(required = true) String name,
        @JsonProperty("amount_usd") @Schema(required = true) BigDecimal amountUsd,

        @Schema(
                required = true,
                enumeration = {"day", "month"})
        String period,

        @JsonProperty("time_zone") @Schema(description = "in which days and months begin; UTC where it is missing")
        String timeZone,

        @Schema(description = "whose cost counts: model, service, provider, environment, user_id, team")
        Map<String, String> labels,

        @JsonProperty("warning_percent") @Schema(description = "80 where it is missing")
        double warningPercent,

        int version,
        @Nullable State state) {

    private static final int CENTS_OF_CENTS = 6;

    /**
     * How it does.
     *
     * @param burnRate at 1 the amount lasts exactly for the period
     * @param unpricedRequests of unknown cost: what is spent lacks theirs
     */
    @Schema(name = "BudgetState")
    record State(
            String status,
            @JsonProperty("period_from") Instant periodFrom,
            @JsonProperty("period_to") Instant periodTo,
            @JsonProperty("spent_usd") BigDecimal spentUsd,
            @JsonProperty("remaining_usd") BigDecimal remainingUsd,
            @JsonProperty("used_percent") double usedPercent,
            @JsonProperty("burn_rate") double burnRate,
            @JsonProperty("projected_usd") BigDecimal projectedUsd,
            @JsonProperty("unpriced_requests") long unpricedRequests) {

        static State of(BudgetState state) {
            return new State(
                    state.status().name().toLowerCase(Locale.ROOT),
                    state.span().from(),
                    state.span().to(),
                    state.spentUsd(),
                    state.budget().amountUsd().subtract(state.spentUsd()).max(BigDecimal.ZERO),
                    state.usedPercent(),
                    state.burnRate(),
                    state.projectedUsd().setScale(CENTS_OF_CENTS, RoundingMode.HALF_UP),
                    state.unpriced());
        }
    }

    static BudgetJson of(BudgetState state) {
        Budget budget = state.budget();
        return new BudgetJson(
                budget.name(),
                budget.amountUsd(),
                budget.period().name().toLowerCase(Locale.ROOT),
                budget.zone().getId(),
                budget.labels(),
                budget.warningPercent(),
                budget.version(),
                State.of(state));
    }

    /** All of them. */
    @Schema(name = "Budgets")
    record All(List<BudgetJson> budgets) {}
}

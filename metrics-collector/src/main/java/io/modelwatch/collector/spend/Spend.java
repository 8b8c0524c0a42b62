package io.modelwatch.collector.spend;

import io.modelwatch.collector.cost.Cost;
import io.modelwatch.collector.cost.PricedRequest;
import io.modelwatch.collector.request.Tokens;
import java.math.BigDecimal;

/**
 * What requests used and cost.
 *
 * @param unpriced requests with tokens whose model has no price: the cost lacks theirs
 */
record Spend(
        long requests,
        long errors,
        long cacheHits,
        long unpriced,
        long inputTokens,
        long outputTokens,
        long cachedTokens,
        long reasoningTokens,
        BigDecimal costUsd) {

    static final Spend NOTHING = new Spend(0, 0, 0, 0, 0, 0, 0, 0, BigDecimal.ZERO);

    static Spend of(PricedRequest priced) {
        Tokens tokens = priced.request().tokens();
        BigDecimal cost = priced.cost().amountOrNull();
        return new Spend(
                1,
                priced.request().failed() ? 1 : 0,
                tokens.fromCache() ? 1 : 0,
                priced.cost() instanceof Cost.Unpriced ? 1 : 0,
                tokens.inputOrZero(),
                tokens.outputOrZero(),
                tokens.cachedOrZero(),
                tokens.reasoningOrZero(),
                cost == null ? BigDecimal.ZERO : cost);
    }

    Spend plus(Spend other) {
        return combined(other, 1);
    }

    Spend minus(Spend other) {
        return combined(other, -1);
    }

    private Spend combined(Spend other, int sign) {
        return new Spend(
                requests + sign * other.requests,
                errors + sign * other.errors,
                cacheHits + sign * other.cacheHits,
                unpriced + sign * other.unpriced,
                inputTokens + sign * other.inputTokens,
                outputTokens + sign * other.outputTokens,
                cachedTokens + sign * other.cachedTokens,
                reasoningTokens + sign * other.reasoningTokens,
                sign > 0 ? costUsd.add(other.costUsd) : costUsd.subtract(other.costUsd));
    }
}

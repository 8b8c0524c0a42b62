package io.modelwatch.collector.cost;

import io.modelwatch.collector.request.Tokens;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs.
 *
 * @param rates for ordinary requests
 * @param longContext for the whole of a request with more than 200,000 input tokens; absent: as ordinary ones
 */
record Price(Rates rates, @Nullable Rates longContext) {

    private static final long LONG_CONTEXT_TOKENS = 200_000;

    /** Every token priced once, exactly: cached ones apart from other input, reasoning apart from other output. */
    BigDecimal of(Tokens tokens) {
        Rates applied = longContext != null && tokens.inputOrZero() > LONG_CONTEXT_TOKENS ? longContext : rates;
        long cached = tokens.cachedOrZero();
        long uncached = Math.max(0, tokens.inputOrZero() - cached);
        long reasoning = tokens.reasoningOrZero();
        long said = Math.max(0, tokens.outputOrZero() - reasoning);
        return times(uncached, applied.input())
                .add(times(cached, applied.cachedOrInput()))
                .add(times(said, applied.output()))
                .add(times(reasoning, applied.reasoningOrOutput()));
    }

    private static BigDecimal times(long tokens, BigDecimal rate) {
        return rate.multiply(BigDecimal.valueOf(tokens));
    }
}

package io.modelwatch.collector.cost;

import io.modelwatch.collector.request.Tokens;
import java.math.BigDecimal;
import java.util.List;

/**
 * What a model costs.
 *
 * @param rates for ordinary requests
 * @param longContexts for the whole of a request with more input tokens than a bound; the highest bound first
 */
record Price(Rates rates, List<LongContext> longContexts) {

    /** Rates of requests with more input tokens than that. */
    record LongContext(long above, Rates rates) {}

    Price {
        longContexts = List.copyOf(longContexts);
    }

    /** Whether it says what the request costs: a price for images says nothing about one without. */
    boolean covers(Tokens tokens) {
        return rates.perToken() || tokens.special().imagesOrZero() > 0;
    }

    /** Every token priced once, exactly: those with a price of their own apart from the others of their side. */
    BigDecimal of(Tokens tokens) {
        Rates applied = applied(tokens.inputOrZero());
        Tokens.Special special = tokens.special();
        long cached = tokens.cachedOrZero();
        long written = special.cacheWrittenOrZero();
        long heard = special.audioInputOrZero();
        long plainInput = Math.max(0, tokens.inputOrZero() - cached - written - heard);
        long reasoning = tokens.reasoningOrZero();
        long spoken = special.audioOutputOrZero();
        long plainOutput = Math.max(0, tokens.outputOrZero() - reasoning - spoken);
        return times(plainInput, applied.input())
                .add(times(cached, applied.orInput(applied.cached())))
                .add(times(written, applied.orInput(applied.cacheWritten())))
                .add(times(heard, applied.orInput(applied.audioInput())))
                .add(times(plainOutput, applied.output()))
                .add(times(reasoning, applied.orOutput(applied.reasoning())))
                .add(times(spoken, applied.orOutput(applied.audioOutput())))
                .add(times(special.imagesOrZero(), applied.imageOrNothing()));
    }

    private Rates applied(long input) {
        for (LongContext longContext : longContexts) {
            if (input > longContext.above()) {
                return longContext.rates();
            }
        }
        return rates;
    }

    private static BigDecimal times(long tokens, BigDecimal rate) {
        return rate.multiply(BigDecimal.valueOf(tokens));
    }
}

package io.modelwatch.collector.usage;

import io.modelwatch.collector.cost.Cost;
import io.modelwatch.collector.durable.PartReader;
import io.modelwatch.collector.durable.PartWriter;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.request.Tokens;
import io.modelwatch.collector.window.Accumulator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/** Requests, tokens and their cost. Not thread-safe. */
final class UsageTotals implements Accumulator<UsageTotals> {

    private long requests;
    private long errors;
    private long inputTokens;
    private long outputTokens;
    private long cachedTokens;
    private long priced;
    private long unpriced;
    private BigDecimal cost = BigDecimal.ZERO;

    void add(RequestRecord request, Cost itsCost) {
        Tokens tokens = request.tokens();
        requests++;
        errors += request.failed() ? 1 : 0;
        inputTokens += tokens.inputOrZero();
        outputTokens += tokens.outputOrZero();
        cachedTokens += tokens.cachedOrZero();
        switch (itsCost) {
            case Cost.Usd usd -> {
                priced++;
                cost = cost.add(usd.amount());
            }
            case Cost.Unpriced none -> unpriced++;
            case Cost.Unmetered none -> {}
        }
    }

    @Override
    public void merge(UsageTotals other) {
        requests += other.requests;
        errors += other.errors;
        inputTokens += other.inputTokens;
        outputTokens += other.outputTokens;
        cachedTokens += other.cachedTokens;
        priced += other.priced;
        unpriced += other.unpriced;
        cost = cost.add(other.cost);
    }

    @Override
    public void write(PartWriter out) throws IOException {
        out.number(requests);
        out.number(errors);
        out.number(inputTokens);
        out.number(outputTokens);
        out.number(cachedTokens);
        out.number(priced);
        out.number(unpriced);
        out.text(cost.toString());
    }

    @Override
    public void read(PartReader in) throws IOException {
        requests = in.number();
        errors = in.number();
        inputTokens = in.number();
        outputTokens = in.number();
        cachedTokens = in.number();
        priced = in.number();
        unpriced = in.number();
        try {
            cost = new BigDecimal(in.text());
        } catch (NumberFormatException e) {
            throw new IOException("a cost is no number", e);
        }
    }

    long requests() {
        return requests;
    }

    long errors() {
        return errors;
    }

    long inputTokens() {
        return inputTokens;
    }

    long outputTokens() {
        return outputTokens;
    }

    long cachedTokens() {
        return cachedTokens;
    }

    /** Requests with tokens whose model has no price: the cost lacks theirs. */
    long unpriced() {
        return unpriced;
    }

    /** The sum of all costs that are known; empty when none is. */
    Optional<BigDecimal> cost() {
        return priced == 0 ? Optional.empty() : Optional.of(cost);
    }
}

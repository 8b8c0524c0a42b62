package io.modelwatch.collector.budget;

import io.modelwatch.collector.budget.Budget.Span;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;

/**
 * How a budget does in its current period.
 *
 * @param usedPercent of the amount
 * @param burnRate the pace of the last hours as a multiple of the pace at which the amount lasts exactly for the period
 * @param projectedUsd what will be spent by the end of the period if that pace stays
 * @param unpriced requests of unknown cost: what is spent lacks theirs
 */
record BudgetState(
        Budget budget,
        Span span,
        BigDecimal spentUsd,
        double usedPercent,
        double burnRate,
        BigDecimal projectedUsd,
        long unpriced,
        Status status) {

    /** How far the amount is spent. */
    enum Status {
        OK,
        WARNING,
        EXCEEDED
    }

    private static final double PERCENT = 100;
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /**
     * Compares a budget with what was spent.
     *
     * @param spent since the period began
     * @param recent since {@code recentFrom}
     */
    static BudgetState of(
            Budget budget, BigDecimal spent, long unpriced, BigDecimal recent, Instant recentFrom, Instant now) {
        Span span = budget.at(now);
        BigDecimal amount = budget.amountUsd();
        double used = PERCENT * spent.divide(amount, MathContext.DECIMAL64).doubleValue();
        Duration seen = Duration.between(recentFrom, now);
        double seconds = Math.max(seen.toSeconds(), SHORTEST.toSeconds());
        double perSecond = recent.doubleValue() / seconds;
        double even = amount.doubleValue() / span.length().toSeconds();
        double left = Math.max(0, Duration.between(now, span.to()).toSeconds());
        return new BudgetState(
                budget,
                span,
                spent,
                used,
                perSecond / even,
                spent.add(BigDecimal.valueOf(perSecond * left)),
                unpriced,
                used >= PERCENT ? Status.EXCEEDED : used >= budget.warningPercent() ? Status.WARNING : Status.OK);
    }
}

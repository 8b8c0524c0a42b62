package io.modelwatch.collector.budget;

import io.modelwatch.collector.budget.Budget.Span;
import io.modelwatch.collector.spend.SpendQuery;
import io.modelwatch.collector.spend.SpendRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

/** Compares budgets with the roll-ups. */
final class BudgetWatch {

    /** The current hour and the one before it tell the pace. */
    private static final int PACE_HOURS = 1;

    private final Function<SpendQuery, List<SpendRow>> spending;

    BudgetWatch(Function<SpendQuery, List<SpendRow>> spending) {
        this.spending = spending;
    }

    BudgetState look(Budget budget, Instant now) {
        Span span = budget.at(now);
        Instant paceFrom = now.truncatedTo(ChronoUnit.HOURS).minus(PACE_HOURS, ChronoUnit.HOURS);
        SpendRow period = sum(budget, span.from(), now);
        SpendRow pace = sum(budget, paceFrom, now);
        return BudgetState.of(budget, period.costUsd(), period.unpricedRequests(), pace.costUsd(), paceFrom, now);
    }

    private SpendRow sum(Budget budget, Instant from, Instant now) {
        return spending.apply(new SpendQuery(from, now.plusMillis(1), List.of(), budget.labels(), null))
                .getFirst();
    }
}

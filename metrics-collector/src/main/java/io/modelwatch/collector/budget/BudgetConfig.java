package io.modelwatch.collector.budget;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of budgets. */
@ConfigMapping(prefix = "metrics-collector.budgets")
public interface BudgetConfig {

    /** How often budgets are compared with what is spent, such as {@code 15s}. */
    @WithDefault("15s")
    String every();
}

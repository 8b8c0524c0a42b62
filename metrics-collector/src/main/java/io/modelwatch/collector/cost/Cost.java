package io.modelwatch.collector.cost;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What one request cost, or why nobody can say. */
public sealed interface Cost {

    /** Known: the sender said so, or the price table did. */
    record Usd(BigDecimal amount) implements Cost {}

    /** The price table does not have the model. */
    record Unpriced() implements Cost {}

    /** The record has no token counts. */
    record Unmetered() implements Cost {}

    /** The amount in dollars; null where it is not known. */
    default @Nullable BigDecimal amountOrNull() {
        return switch (this) {
            case Usd usd -> usd.amount();
            case Unpriced unpriced -> null;
            case Unmetered unmetered -> null;
        };
    }
}

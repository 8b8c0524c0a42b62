package io.modelwatch.collector.cost;

/** Which cost counts where a sender reports one and the price table has one too. */
public enum CostOrder {
    /** The sender's. */
    SENDER,
    /** The price table's. */
    TABLE
}

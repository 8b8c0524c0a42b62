/** Budgets: how much may be spent in a day or a month, how much is, and whether it will last. */
@NullMarked
package io.modelwatch.collector.budget;

import org.jspecify.annotations.NullMarked;

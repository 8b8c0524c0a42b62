package io.modelwatch.collector.exposition;

import java.time.Duration;

/**
 * How many series families have at most, and how long.
 *
 * @param most label sets of one family; further ones share the label value {@code other}
 * @param idleAfter how long one stays without a request
 */
public record SeriesBounds(int most, Duration idleAfter) {}

package io.modelwatch.collector.window;

/**
 * What bounds the memory of a {@link SeriesSet}.
 *
 * @param maxLabelSets most label sets, apart from the few that take what is beyond
 */
public record WindowBounds(Tiers tiers, int maxLabelSets) {}

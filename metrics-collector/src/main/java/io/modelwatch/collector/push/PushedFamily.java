package io.modelwatch.collector.push;

import io.modelwatch.collector.textformat.FamilyType;
import java.util.List;
import java.util.SortedMap;

/**
 * A metric family as it was pushed.
 *
 * @param help empty where it said nothing
 */
record PushedFamily(String name, FamilyType type, String help, List<PushedSample> samples) {

    PushedFamily {
        samples = List.copyOf(samples);
    }

    /**
     * One sample.
     *
     * @param name that of the family, with {@code _bucket}, {@code _sum} or {@code _count} where the type has them
     * @param labels those of the group included
     */
    record PushedSample(String name, SortedMap<String, String> labels, double value) {}
}

package io.modelwatch.quality.drift;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * How two samples of a column compare.
 *
 * @param method the one that decides
 * @param outcomes what each method says, the deciding one first
 */
public record ColumnDrift(ColumnMethod method, SequencedMap<ColumnMethod, Outcome> outcomes) {

    public ColumnDrift {
        outcomes = new LinkedHashMap<>(outcomes);
    }

    /**
     * Compares by the methods, or by all that are made for such columns where none are given; in either case also by the
     * one that decides: the default choice for these samples.
     */
    public static ColumnDrift of(Sample reference, Sample current, List<ColumnMethod> methods) {
        ColumnMethod deciding = ColumnMethod.choose(reference, current);
        SequencedMap<ColumnMethod, Outcome> outcomes = new LinkedHashMap<>();
        outcomes.put(deciding, deciding.compare(reference, current));
        for (ColumnMethod method : methods.isEmpty() ? ColumnMethod.usual(reference) : methods) {
            outcomes.computeIfAbsent(method, chosen -> chosen.compare(reference, current));
        }
        return new ColumnDrift(deciding, outcomes);
    }

    /** Whether the deciding method says so; false where it says nothing. */
    public boolean drifted() {
        return drifted(method);
    }

    public boolean drifted(ColumnMethod asked) {
        return outcomes.get(asked) instanceof Outcome.Value value && asked.drifted(value.value());
    }
}

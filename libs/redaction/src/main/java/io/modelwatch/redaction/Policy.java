package io.modelwatch.redaction;

import io.modelwatch.redaction.entity.EntityType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What happens to values of each type: {@code actions}, and {@code otherwise} for the rest, from a score of {@code minimum}. */
public record Policy(Map<EntityType, Action> actions, Action otherwise, double minimum) {

    /** Masks everything but links, dates and post codes, which are seldom personal and often the point of an answer. */
    public static final Policy DEFAULT = new Policy(
            Map.of(
                    EntityType.URL, Action.KEEP,
                    EntityType.DATE_TIME, Action.KEEP,
                    EntityType.UK_POSTCODE, Action.KEEP,
                    EntityType.DE_PLZ, Action.KEEP),
            Action.MASK,
            Detector.DEFAULT_MINIMUM);

    public Policy {
        if (!(minimum >= 0 && minimum <= 1)) {
            throw new IllegalArgumentException("minimum " + minimum + ": must be in 0..1");
        }
        EnumMap<EntityType, Action> copy = new EnumMap<>(EntityType.class);
        copy.putAll(actions);
        actions = Collections.unmodifiableMap(copy);
    }

    public Policy with(EntityType type, Action action) {
        EnumMap<EntityType, Action> changed = new EnumMap<>(EntityType.class);
        changed.putAll(actions);
        changed.put(type, action);
        return new Policy(changed, otherwise, minimum);
    }

    /** The same action for every type, those with an action of their own excepted. */
    public Policy otherwise(Action action) {
        return new Policy(actions, action, minimum);
    }

    public Action actionOn(EntityType type) {
        return actions.getOrDefault(type, otherwise);
    }

    /** The types that are not kept. */
    public Set<EntityType> types() {
        EnumSet<EntityType> types = EnumSet.allOf(EntityType.class);
        types.removeIf(type -> actionOn(type) == Action.KEEP);
        return types;
    }
}

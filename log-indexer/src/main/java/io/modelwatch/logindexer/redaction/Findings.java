package io.modelwatch.logindexer.redaction;

import io.modelwatch.redaction.Redaction;
import io.modelwatch.redaction.entity.EntityType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** What was taken out of one document. Not thread-safe. */
public final class Findings {

    private final EnumMap<EntityType, Integer> values = new EnumMap<>(EntityType.class);
    private int hashed;
    private int dropped;

    void add(Redaction redaction) {
        redaction.counts().forEach((type, count) -> values.merge(type, count, Integer::sum));
    }

    void addHashed() {
        hashed++;
    }

    void addDropped() {
        dropped++;
    }

    /** How many values of each type were masked. */
    public Map<EntityType, Integer> values() {
        return Collections.unmodifiableMap(values);
    }

    /** How many fields became pseudonyms. */
    public int hashed() {
        return hashed;
    }

    /** How many fields went. */
    public int dropped() {
        return dropped;
    }

    public boolean isEmpty() {
        return values.isEmpty() && hashed == 0 && dropped == 0;
    }
}

package io.modelwatch.collector.langfuse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Objects whose fields come bit by bit, by their id: bounded in number, size and time, the one begun longest ago goes
 * first. Thread-safe.
 */
final class RecentObjects {

    /**
     * What is kept.
     *
     * @param names of the fields that are kept
     * @param chars of all objects together, as JSON
     */
    record Bounds(Set<String> names, int objects, long chars, Duration keptFor) {

        Bounds {
            names = Set.copyOf(names);
        }
    }

    private static final class Kept {
        private final ObjectNode fields = JsonNodeFactory.instance.objectNode();
        private final Instant since;
        private long chars;

        Kept(Instant since) {
            this.since = since;
        }
    }

    private final Bounds bounds;
    private final InstantSource clock;
    private final Map<String, Kept> objects = new LinkedHashMap<>();
    private long chars;
    private long forgotten;

    RecentObjects(Bounds bounds, InstantSource clock) {
        this.bounds = bounds;
        this.clock = clock;
    }

    /** Adds fields to an object, in place of those of the same name, and returns all it has now. */
    synchronized ObjectNode merge(String id, JsonNode fields) {
        Kept kept = objects.computeIfAbsent(id, any -> new Kept(clock.instant()));
        fields.forEachEntry((name, value) -> {
            if (bounds.names().contains(name) && !value.isNull()) {
                long size = value.toString().length();
                kept.fields.set(name, value);
                kept.chars += size;
                chars += size;
            }
        });
        ObjectNode merged = kept.fields.deepCopy();
        forgetOld();
        return merged;
    }

    synchronized @Nullable JsonNode find(String id) {
        Kept kept = objects.get(id);
        return kept == null ? null : kept.fields.deepCopy();
    }

    synchronized void forget(String id) {
        Kept kept = objects.remove(id);
        chars -= kept == null ? 0 : kept.chars;
    }

    /** How many objects went before they were complete. */
    synchronized long forgotten() {
        return forgotten;
    }

    private void forgetOld() {
        Instant oldest = clock.instant().minus(bounds.keptFor());
        Iterator<Kept> eldest = objects.values().iterator();
        while (eldest.hasNext()) {
            Kept next = eldest.next();
            boolean room = objects.size() <= bounds.objects() && chars <= bounds.chars();
            if (room && next.since.isAfter(oldest)) {
                return;
            }
            eldest.remove();
            chars -= next.chars;
            forgotten++;
        }
    }
}

package io.modelwatch.alertrouter.label;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Labels by name: immutable, in the byte order of their names, without empty values (a label that is empty is the same
 * as one that is not there). Names are not checked here, since what is allowed depends on where they come from.
 */
public final class LabelSet implements Comparable<LabelSet> {

    public static final LabelSet EMPTY = new LabelSet(new String[0], new String[0]);

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int SEPARATOR = 0xFF;

    private final String[] names;
    private final String[] values;
    private final Fingerprint fingerprint;

    private LabelSet(String[] names, String[] values) {
        this.names = names;
        this.values = values;
        this.fingerprint = fingerprintOf(names, values);
    }

    /** The labels of the map, without the empty ones. */
    public static LabelSet of(Map<String, String> labels) {
        TreeMap<String, String> sorted = new TreeMap<>(CodePoints.ORDER);
        labels.forEach((name, value) -> {
            if (!value.isEmpty()) {
                sorted.put(name, value);
            }
        });
        return sorted.isEmpty()
                ? EMPTY
                : new LabelSet(
                        sorted.keySet().toArray(String[]::new), sorted.values().toArray(String[]::new));
    }

    /** Labels from names and values in turn. */
    public static LabelSet of(String... namesAndValues) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return of(labels);
    }

    /** The value, or the empty string for a label that is not there. */
    public String get(String name) {
        String value = find(name);
        return value == null ? "" : value;
    }

    private @Nullable String find(String name) {
        // Label sets are small: a scan beats hashing.
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    public boolean has(String name) {
        return find(name) != null;
    }

    public boolean isEmpty() {
        return names.length == 0;
    }

    public int size() {
        return names.length;
    }

    /** Only the labels of the given names, as far as they are there. */
    public LabelSet only(Collection<String> wanted) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            if (wanted.contains(names[i])) {
                kept.put(names[i], values[i]);
            }
        }
        return of(kept);
    }

    /** Name to value, in the order of the names. */
    public Map<String, String> asMap() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            map.put(names[i], values[i]);
        }
        return Collections.unmodifiableMap(map);
    }

    /** The identity of these labels, computed as Alertmanager computes it. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    private static Fingerprint fingerprintOf(String[] names, String[] values) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < names.length; i++) {
            hash = fnv(fnv(hash, names[i]), values[i]);
        }
        return new Fingerprint(hash);
    }

    private static long fnv(long seed, String text) {
        long hash = seed;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return (hash ^ SEPARATOR) * FNV_PRIME;
    }

    /** By name and value, pair by pair; a set that is the beginning of another comes first. */
    @Override
    public int compareTo(LabelSet other) {
        for (int i = 0; i < Math.min(names.length, other.names.length); i++) {
            int order = CodePoints.ORDER.compare(names[i], other.names[i]);
            if (order == 0) {
                order = CodePoints.ORDER.compare(values[i], other.values[i]);
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(names.length, other.names.length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LabelSet that
                && fingerprint.equals(that.fingerprint)
                && Arrays.equals(names, that.names)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    /** As group keys print it: {@code {a="b", c="d"}}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < names.length; i++) {
            text.append(i == 0 ? "" : ", ").append(names[i]).append('=').append(GoStrings.quote(values[i]));
        }
        return text.append('}').toString();
    }
}

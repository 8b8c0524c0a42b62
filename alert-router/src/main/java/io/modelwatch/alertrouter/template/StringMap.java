package io.modelwatch.alertrouter.template;

import io.modelwatch.alertrouter.label.CodePoints;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Go's plain map of strings: prints as {@code map[a:b]}, and what it lacks is empty. */
final class StringMap extends AbstractMap<String, String> {

    private final Map<String, String> entries;

    StringMap(Map<String, String> entries) {
        Map<String, String> sorted = new TreeMap<>(CodePoints.ORDER);
        sorted.putAll(entries);
        this.entries = Collections.unmodifiableMap(sorted);
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return entries.entrySet();
    }
}

package io.modelwatch.collector.window;

import io.modelwatch.collector.durable.PartReader;
import io.modelwatch.collector.durable.PartWriter;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A set of labels, sorted by name. A label that is missing and one with an empty value are the same. */
public record Labels(SortedMap<String, String> values) {

    /** No label at all. */
    public static final Labels NONE = new Labels(new TreeMap<>());

    /** The value of every label in the set that takes what is beyond the cap. */
    public static final String OTHER = "other";

    private static final int MOST_LABELS = 10_000;

    public Labels {
        SortedMap<String, String> copy = new TreeMap<>(values);
        copy.values().removeIf(String::isEmpty);
        values = Collections.unmodifiableSortedMap(copy);
    }

    public static Labels of(Map<String, String> values) {
        return new Labels(new TreeMap<>(values));
    }

    public static Labels of(String name, String value) {
        return of(Map.of(name, value));
    }

    /** The same labels and one more, unless its value is missing. */
    public Labels and(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return this;
        }
        SortedMap<String, String> more = new TreeMap<>(values);
        more.put(name, value);
        return new Labels(more);
    }

    /** Only the labels of the given names. */
    public Labels only(Collection<String> names) {
        SortedMap<String, String> kept = new TreeMap<>(values);
        kept.keySet().retainAll(names);
        return new Labels(kept);
    }

    /** Whether every wanted label has the wanted value. */
    public boolean match(Map<String, String> wanted) {
        for (Map.Entry<String, String> label : wanted.entrySet()) {
            if (!values.getOrDefault(label.getKey(), "").equals(label.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** Writes names and values. */
    public void write(PartWriter out) throws IOException {
        out.number(values.size());
        for (Map.Entry<String, String> label : values.entrySet()) {
            out.text(label.getKey());
            out.text(label.getValue());
        }
    }

    /** Reads what {@link #write} wrote. */
    public static Labels read(PartReader in) throws IOException {
        SortedMap<String, String> read = new TreeMap<>();
        for (int left = in.size(MOST_LABELS); left > 0; left--) {
            read.put(in.text(), in.text());
        }
        return new Labels(read);
    }

    /** The same names, every value replaced by {@link #OTHER}. */
    Labels other() {
        SortedMap<String, String> replaced = new TreeMap<>(values);
        replaced.replaceAll((name, value) -> OTHER);
        return new Labels(replaced);
    }
}

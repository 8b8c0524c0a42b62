package io.modelwatch.alertrouter.label;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Conditions that must all hold.
 *
 * @param list in the order in which they were given
 */
public record Matchers(List<Matcher> list) {

    public static final Matchers NONE = new Matchers(List.of());

    public Matchers {
        list = List.copyOf(list);
    }

    public boolean matches(LabelSet labels) {
        for (Matcher matcher : list) {
            if (!matcher.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    /** The same conditions in the order in which routes print them. */
    public Matchers sorted() {
        return new Matchers(list.stream().sorted(Matcher.ORDER).toList());
    }

    /** As group keys print it: {@code {a="b",c=~"d"}}. */
    @Override
    public String toString() {
        return list.stream().map(Matcher::toString).collect(Collectors.joining(",", "{", "}"));
    }
}

package io.modelwatch.alertrouter.template;

import io.modelwatch.alertrouter.label.CodePoints;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Labels or annotations as templates see them. */
final class KeyValues extends AbstractMap<String, String> implements HasMethods {

    private static final String ALERT_NAME = "alertname";

    private final Map<String, String> pairs;

    KeyValues(Map<String, String> pairs) {
        Map<String, String> sorted = new TreeMap<>(CodePoints.ORDER);
        sorted.putAll(pairs);
        this.pairs = Collections.unmodifiableMap(sorted);
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return pairs.entrySet();
    }

    @Override
    public String typeName() {
        return "template.KV";
    }

    @Override
    public Optional<Function> method(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "SortedPairs" -> Function.get(this::sortedPairs);
                    case "Names" -> Function.get(() -> sortedPairs().names());
                    case "Values" -> Function.get(() -> sortedPairs().values());
                    case "Remove" -> Function.of(1, args -> without(Arguments.texts(args.getFirst())));
                    case "String" -> Function.get(this::toString);
                    default -> null;
                });
    }

    /** The name of the alert first, then by name. */
    Pairs sortedPairs() {
        List<Struct> sorted = new ArrayList<>();
        if (pairs.containsKey(ALERT_NAME)) {
            sorted.add(pair(ALERT_NAME));
        }
        pairs.keySet().stream()
                .filter(name -> !ALERT_NAME.equals(name))
                .map(this::pair)
                .forEach(sorted::add);
        return new Pairs(sorted);
    }

    private Struct pair(String name) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Name", name);
        fields.put("Value", pairs.getOrDefault(name, ""));
        return new Struct("template.Pair", fields);
    }

    private KeyValues without(List<String> names) {
        Map<String, String> left = new LinkedHashMap<>(pairs);
        left.keySet().removeAll(new HashSet<>(names));
        return new KeyValues(left);
    }

    @Override
    public String toString() {
        return sortedPairs().toString();
    }

    /** Pairs of name and value in order. */
    static final class Pairs extends AbstractList<Object> implements HasMethods {

        private final List<Struct> pairs;

        private Pairs(List<Struct> pairs) {
            this.pairs = List.copyOf(pairs);
        }

        private Texts all(String field) {
            return new Texts(pairs.stream()
                    .map(each -> String.valueOf(each.fields().get(field)))
                    .toList());
        }

        Pairs part(int from, int to) {
            return new Pairs(pairs.subList(from, to));
        }

        Texts names() {
            return all("Name");
        }

        Texts values() {
            return all("Value");
        }

        @Override
        public Object get(int index) {
            return pairs.get(index);
        }

        @Override
        public int size() {
            return pairs.size();
        }

        @Override
        public String typeName() {
            return "template.Pairs";
        }

        @Override
        public Optional<Function> method(String name) {
            return Optional.ofNullable(
                    switch (name) {
                        case "Names" -> Function.get(this::names);
                        case "Values" -> Function.get(this::values);
                        case "String" -> Function.get(this::toString);
                        default -> null;
                    });
        }

        @Override
        public String toString() {
            return pairs.stream()
                    .map(each -> each.fields().get("Name") + "=" + each.fields().get("Value"))
                    .collect(Collectors.joining(", "));
        }
    }
}

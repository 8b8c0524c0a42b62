package io.modelwatch.collector.catalogue;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All metrics the service knows, in their order. */
public final class Catalogue {

    /** A metric, and what the values of another program are multiplied by. */
    public record Translated(MetricDefinition metric, double factor) {}

    private final Map<String, MetricDefinition> byName;
    private final Map<String, Translated> byForeignName;

    public Catalogue(List<MetricDefinition> definitions) {
        Map<String, MetricDefinition> map = new LinkedHashMap<>();
        Map<String, Translated> foreign = new HashMap<>();
        for (MetricDefinition definition : definitions) {
            map.put(definition.name(), definition);
            for (ForeignName name : definition.foreignNames()) {
                foreign.put(name.name(), new Translated(definition, name.factor()));
            }
        }
        byName = Collections.unmodifiableMap(map);
        byForeignName = Map.copyOf(foreign);
    }

    public Optional<MetricDefinition> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The metric that a definition gives this name of another program to. */
    public Optional<Translated> findForeign(String name) {
        return Optional.ofNullable(byForeignName.get(name));
    }

    public List<MetricDefinition> definitions() {
        return List.copyOf(byName.values());
    }
}

package io.modelwatch.collector.catalogue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All metrics the service knows, in their order. */
public final class Catalogue {

    private final Map<String, MetricDefinition> byName;

    public Catalogue(List<MetricDefinition> definitions) {
        Map<String, MetricDefinition> map = new LinkedHashMap<>();
        definitions.forEach(definition -> map.put(definition.name(), definition));
        byName = Collections.unmodifiableMap(map);
    }

    public Optional<MetricDefinition> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public List<MetricDefinition> definitions() {
        return List.copyOf(byName.values());
    }
}

package io.modelwatch.alertrouter.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A map of a YAML document. Reading a key makes it a known one; {@link #noOthers} complains about the rest. */
public final class YamlMap {

    private final Yaml self;
    private final String path;
    private final Map<String, Yaml> values = new LinkedHashMap<>();
    private final Map<String, Yaml> keys = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();

    YamlMap(Yaml self, String path, int depth, List<NodeTuple> tuples) {
        this.self = self;
        this.path = path;
        for (NodeTuple tuple : tuples) {
            if (!Tag.MERGE.equals(tuple.getKeyNode().getTag())) {
                put(tuple, depth, true);
            }
        }
        for (NodeTuple tuple : tuples) {
            if (Tag.MERGE.equals(tuple.getKeyNode().getTag())) {
                merge(tuple.getValueNode(), depth);
            }
        }
    }

    private void put(NodeTuple tuple, int depth, boolean own) {
        if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
            throw self.error("a key must be a text");
        }
        String key = scalar.getValue();
        Yaml position = new Yaml(scalar, path, depth);
        if (!own && values.containsKey(key)) {
            return;
        }
        if (values.containsKey(key)) {
            throw position.error("the key '" + key + "' is there twice");
        }
        keys.put(key, position);
        values.put(key, new Yaml(tuple.getValueNode(), path.isEmpty() ? key : path + "." + key, depth + 1));
    }

    private void merge(Node from, int depth) {
        switch (from) {
            case MappingNode mapping -> mapping.getValue().forEach(tuple -> put(tuple, depth, false));
            case SequenceNode sequence -> sequence.getValue().forEach(each -> merge(each, depth));
            default -> throw self.error("'<<' must name a map");
        }
    }

    /** The value of a key, null when it is not there or is null. */
    public @Nullable Yaml get(String key) {
        known.add(key);
        Yaml value = values.get(key);
        return value == null || value.isNull() ? null : value;
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** The value of a key that must be there. */
    public Yaml require(String key) {
        Yaml value = get(key);
        if (value == null) {
            throw self.error("the key '" + key + "' is missing");
        }
        return value;
    }

    /** The value of a key, or what stands for it when it is not there. */
    public <T> T get(String key, Function<Yaml, T> read, T otherwise) {
        Yaml value = get(key);
        return value == null ? otherwise : read.apply(value);
    }

    /** The value of a key, or null when it is not there. */
    public <T> @Nullable T find(String key, Function<Yaml, T> read) {
        Yaml value = get(key);
        return value == null ? null : read.apply(value);
    }

    /** The elements of the list under a key; none when it is not there. */
    public List<Yaml> list(String key) {
        Yaml value = get(key);
        return value == null ? List.of() : value.list();
    }

    /** Every value as a text, by its key. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((key, value) -> texts.put(key, value.text()));
        known.addAll(values.keySet());
        return texts;
    }

    /** The position of a key, for complaints about it. */
    public Yaml key(String key) {
        return keys.getOrDefault(key, self);
    }

    public Set<String> keys() {
        return keys.keySet();
    }

    public Yaml self() {
        return self;
    }

    /** Complains about keys that were not read. */
    public void noOthers() {
        for (Map.Entry<String, Yaml> key : keys.entrySet()) {
            if (!known.contains(key.getKey())) {
                throw key.getValue()
                        .error("unknown key '" + key.getKey() + "'; known here are " + String.join(", ", known));
            }
        }
    }
}

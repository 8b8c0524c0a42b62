package io.modelwatch.alertrouter.yaml;

import io.modelwatch.alertrouter.time.Durations;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A value of a YAML document that knows where it stands. */
public final class Yaml {

    private static final int MAX_DEPTH = 64;

    private final Node node;
    private final String path;
    private final int depth;

    Yaml(Node node, String path, int depth) {
        this.node = node;
        this.path = path;
        this.depth = depth;
        if (depth > MAX_DEPTH) {
            throw error("nested more than " + MAX_DEPTH + " levels deep");
        }
    }

    /**
     * Reads the first document of a text.
     *
     * @throws ConfigException when it is empty or no YAML
     */
    public static Yaml parse(String text) {
        return parse(text, node -> node);
    }

    /**
     * The same, with variables of the environment in the place of {@code ${env:NAME}}.
     *
     * @throws ConfigException when a variable is not there
     */
    public static Yaml parse(String text, Map<String, String> environment) {
        return parse(text, new Environment(environment)::in);
    }

    private static Yaml parse(String text, UnaryOperator<Node> replaced) {
        try {
            Iterator<Node> documents = new org.yaml.snakeyaml.Yaml(new LoaderOptions())
                    .composeAll(new StringReader(text))
                    .iterator();
            if (!documents.hasNext()) {
                throw new ConfigException("the file is empty");
            }
            return new Yaml(replaced.apply(documents.next()), "", 0);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new ConfigException(line, "this is no YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new ConfigException("this is no YAML: " + e.getMessage(), e);
        }
    }

    /** Writes maps, lists, texts, numbers and booleans as a YAML document. */
    public static String write(Map<String, ?> document) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(Integer.MAX_VALUE);
        return new org.yaml.snakeyaml.Yaml(options).dump(document);
    }

    /** Where the value begins, counted from 1. */
    public int line() {
        return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
    }

    /** A complaint about this value. */
    public ConfigException error(String message) {
        return new ConfigException(line(), (path.isEmpty() ? "" : path + ": ") + message);
    }

    public boolean isNull() {
        return Tag.NULL.equals(node.getTag());
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    public boolean isBool() {
        return Tag.BOOL.equals(node.getTag());
    }

    /** This value as a map; one that is null is empty. */
    public YamlMap map() {
        if (isNull()) {
            return new YamlMap(this, path, depth, List.of());
        }
        if (node instanceof MappingNode mapping) {
            return new YamlMap(this, path, depth, mapping.getValue());
        }
        throw error("must be a map of keys and values");
    }

    /** A map without anything, for complaints at this place. */
    public YamlMap emptyMap() {
        return new YamlMap(this, path, depth, List.of());
    }

    /** The elements of this list; one that is null is empty. */
    public List<Yaml> list() {
        if (isNull()) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            List<Yaml> elements = new ArrayList<>();
            for (Node element : sequence.getValue()) {
                elements.add(new Yaml(element, path + "[" + elements.size() + "]", depth + 1));
            }
            return elements;
        }
        throw error("must be a list");
    }

    /** The list's elements, each read by the given function. */
    public <T> List<T> list(Function<Yaml, T> read) {
        return list().stream().map(read).toList();
    }

    /** The text of a scalar of any type; that of null is empty. */
    public String text() {
        if (isNull()) {
            return "";
        }
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw error("must be a text");
    }

    public String nonEmptyText() {
        String text = text();
        if (text.isEmpty()) {
            throw error("must not be empty");
        }
        return text;
    }

    /** True or false, not the quoted words. */
    public boolean bool() {
        if (node instanceof ScalarNode scalar && Tag.BOOL.equals(node.getTag())) {
            return switch (scalar.getValue().toLowerCase(java.util.Locale.ROOT)) {
                case "true", "yes", "on" -> true;
                default -> false;
            };
        }
        throw error("must be true or false");
    }

    public long integer() {
        try {
            return Long.parseLong(text());
        } catch (NumberFormatException e) {
            throw error("must be a whole number, not \"" + text() + "\"");
        }
    }

    /** A whole number from 0. */
    public int count() {
        long count = integer();
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw error("must be at least 0");
        }
        return (int) count;
    }

    public double number() {
        try {
            double value = Double.parseDouble(text());
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The complaint below says it.
        }
        throw error("must be a number, not \"" + text() + "\"");
    }

    public Duration duration() {
        return read(Durations::parse);
    }

    /** A duration that is longer than zero. */
    public Duration positiveDuration() {
        Duration duration = duration();
        if (duration.isZero()) {
            throw error("must be longer than 0");
        }
        return duration;
    }

    /** This text, read by a function that throws IllegalArgumentException when it cannot. */
    public <T> T read(Function<String, T> read) {
        try {
            return read.apply(text());
        } catch (IllegalArgumentException e) {
            throw error(String.valueOf(e.getMessage()));
        }
    }
}

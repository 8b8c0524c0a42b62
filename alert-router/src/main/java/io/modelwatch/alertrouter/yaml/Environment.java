package io.modelwatch.alertrouter.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Puts variables of the environment in the place of {@code ${env:NAME}} in texts of a document. It is done after the
 * document has been read, so that a value cannot mean more than a text.
 */
final class Environment {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)}");

    private final Map<String, String> variables;
    private final Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());

    Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /** The node, or what takes its place. */
    Node in(Node node) {
        switch (node) {
            case ScalarNode scalar -> {
                return scalar.getValue().contains("${env:") ? scalar(scalar) : scalar;
            }
            case SequenceNode sequence -> {
                if (done.add(node)) {
                    sequence.getValue().replaceAll(this::in);
                }
            }
            case MappingNode mapping -> {
                if (done.add(node)) {
                    List<NodeTuple> tuples = new ArrayList<>();
                    mapping.getValue()
                            .forEach(each -> tuples.add(new NodeTuple(each.getKeyNode(), in(each.getValueNode()))));
                    mapping.setValue(tuples);
                }
            }
            default -> {
                // An alias that is not resolved; the reader complains about it.
            }
        }
        return node;
    }

    private ScalarNode scalar(ScalarNode scalar) {
        Matcher references = REFERENCE.matcher(scalar.getValue());
        StringBuilder text = new StringBuilder();
        while (references.find()) {
            String value = variables.get(references.group(1));
            if (value == null) {
                throw new ConfigException(
                        scalar.getStartMark().getLine() + 1,
                        "the environment variable " + references.group(1) + " is not set");
            }
            references.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        references.appendTail(text);
        return new ScalarNode(
                scalar.getTag(), text.toString(), scalar.getStartMark(), scalar.getEndMark(), scalar.getScalarStyle());
    }
}

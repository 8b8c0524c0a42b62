package io.modelwatch.security.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which role each method and path needs. The most specific template decides: a segment that stands for itself goes
 * before one that gives an ending, that before a variable, a variable before {@code **}. A path that nobody listed, and a method that is not listed with its
 * path, needs {@link Role#ADMIN}. Immutable.
 */
public final class AccessTable {

    private final Node root = new Node();
    private final List<ShapeRule> shapes;

    AccessTable(List<AccessRule> rules, List<ShapeRule> shapes) {
        rules.forEach(this::add);
        this.shapes = shapes.stream()
                .sorted((a, b) ->
                        Integer.compare(b.prefix().length(), a.prefix().length()))
                .toList();
    }

    record ShapeRule(String prefix, AnswerShape shape) {}

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final Map<String, Node> endings = new HashMap<>();
        private final Map<String, AccessRule> here = new HashMap<>();
        private final Map<String, AccessRule> below = new HashMap<>();
        private @Nullable Node variable;

        private Node child(String segment) {
            String ending = AccessRule.ending(segment);
            if (ending != null) {
                return endings.computeIfAbsent(ending, name -> new Node());
            }
            if (AccessRule.variable(segment) == null) {
                return literals.computeIfAbsent(segment, name -> new Node());
            }
            if (variable == null) {
                variable = new Node();
            }
            return variable;
        }
    }

    private void add(AccessRule rule) {
        List<String> segments = rule.segments();
        boolean rest = !segments.isEmpty() && segments.getLast().equals(AccessRule.REST);
        Node node = root;
        for (String segment : rest ? segments.subList(0, segments.size() - 1) : segments) {
            node = node.child(segment);
        }
        Map<String, AccessRule> rules = rest ? node.below : node.here;
        for (String method : rule.methods()) {
            AccessRule other = rules.putIfAbsent(method, rule);
            if (other != null) {
                throw new IllegalArgumentException(
                        method + " " + rule.path() + " is listed twice, also as " + other.path());
            }
        }
    }

    /**
     * What a request needs.
     *
     * @param method the HTTP method; HEAD and OPTIONS need what GET does
     * @param path the normalised path, without the query
     */
    public Access of(String method, String path) {
        String listed = method.equals("HEAD") || method.equals("OPTIONS") ? "GET" : method;
        // Matrix parameters are cut off by routers in more than one way: nobody uses them, so nobody has listed them.
        if (path.indexOf(';') < 0) {
            List<String> segments = AccessRule.segments(path);
            Map<String, AccessRule> rules = match(root, segments, 0);
            AccessRule rule = rules == null ? null : rules.get(listed);
            if (rule != null) {
                return Access.of(rule, segments);
            }
        }
        return Access.unlisted(AccessRule.safe(method));
    }

    private static @Nullable Map<String, AccessRule> match(Node node, List<String> segments, int at) {
        if (at == segments.size()) {
            return node.here.isEmpty() ? nonEmpty(node.below) : node.here;
        }
        String segment = segments.get(at);
        Map<String, AccessRule> found = matchFrom(node.literals.get(segment), segments, at);
        if (found == null && !node.endings.isEmpty()) {
            int dot = segment.lastIndexOf('.');
            found = dot < 0 ? null : matchFrom(node.endings.get(segment.substring(dot)), segments, at);
        }
        if (found == null && !segment.isEmpty()) {
            found = matchFrom(node.variable, segments, at);
        }
        return found == null ? nonEmpty(node.below) : found;
    }

    private static @Nullable Map<String, AccessRule> matchFrom(@Nullable Node node, List<String> segments, int at) {
        return node == null ? null : match(node, segments, at + 1);
    }

    private static @Nullable Map<String, AccessRule> nonEmpty(Map<String, AccessRule> rules) {
        return rules.isEmpty() ? null : rules;
    }

    /** In whose words a refusal of this path is told. */
    public AnswerShape shape(String path) {
        for (ShapeRule rule : shapes) {
            if (path.startsWith(rule.prefix())) {
                return rule.shape();
            }
        }
        return AnswerShape.PROBLEM;
    }
}

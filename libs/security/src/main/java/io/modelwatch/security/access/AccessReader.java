package io.modelwatch.security.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads lists such as
 *
 * <pre>
 * # methods    path                  roles            audit, if a GET is to be written down
 * GET          /api/v2/silences      viewer
 * POST         /api/v2/silences      operator
 * GET          /api/v1/original/**   operator         audit
 * answers      alertmanager          /api/v2/
 * </pre>
 *
 * <p>Several methods or roles are joined by commas; {@code open} stands for no role at all. {@code answers} says in
 * whose words refusals under a prefix are told.
 */
public final class AccessReader {

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final int FIELDS = 3;

    private final Map<String, Set<Role>> names;
    private final List<AccessRule> rules = new ArrayList<>();
    private final List<AccessTable.ShapeRule> shapes = new ArrayList<>();

    /** @param names what stands for roles beside their own names, such as {@code health} */
    public AccessReader(Map<String, Set<Role>> names) {
        this.names = Map.copyOf(names);
    }

    /**
     * Adds the lines of one list.
     *
     * @param source what the list is called in complaints
     * @throws IllegalArgumentException naming the line that is wrong
     */
    public AccessReader add(String source, String text) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String content = line.replaceFirst("#.*", "").strip();
            if (!content.isEmpty()) {
                try {
                    add(content.split("\\s+", -1));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(source + ", line " + number + ": " + e.getMessage(), e);
                }
            }
        }
        return this;
    }

    private void add(String... fields) {
        boolean marked = fields.length == FIELDS + 1 && fields[FIELDS].equals("audit");
        if (fields.length != FIELDS && !marked) {
            throw new IllegalArgumentException(
                    "expected methods, path, roles and perhaps 'audit', not " + fields.length + " words");
        }
        if (fields[0].equals("answers")) {
            shapes.add(new AccessTable.ShapeRule(fields[2], shape(fields[1])));
        } else {
            rules.add(AccessRule.of(methods(fields[0]), path(fields[1]), roles(fields[2]), marked));
        }
    }

    private static AnswerShape shape(String name) {
        return Arrays.stream(AnswerShape.values())
                .filter(shape -> shape.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no shape '" + name + "'"));
    }

    private static Set<String> methods(String names) {
        Set<String> methods = Set.of(names.split(",", -1));
        if (!METHODS.containsAll(methods)) {
            throw new IllegalArgumentException("methods are GET, POST, PUT, PATCH and DELETE, not " + names);
        }
        return methods;
    }

    private static String path(String path) {
        List<String> segments = AccessRule.segments(path);
        int rest = segments.indexOf(AccessRule.REST);
        if (!path.startsWith("/") || segments.contains("") || (rest >= 0 && rest < segments.size() - 1)) {
            throw new IllegalArgumentException(
                    "a path starts with /, has no empty segment and ** at its end only, not " + path);
        }
        return path;
    }

    private Set<Role> roles(String joined) {
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        if (joined.equals("open")) {
            return roles;
        }
        for (String name : joined.split(",", -1)) {
            Set<Role> named = names.get(name);
            if (named != null) {
                roles.addAll(named);
            } else {
                roles.add(Role.of(name).orElseThrow(() -> new IllegalArgumentException(Role.unknown(name))));
            }
        }
        return roles;
    }

    /** The table of everything that was added. */
    public AccessTable table() {
        return new AccessTable(rules, shapes);
    }
}

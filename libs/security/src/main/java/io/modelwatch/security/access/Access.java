package io.modelwatch.security.access;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a request needs.
 *
 * @param path the template that matched, such as {@code /api/v2/silence/{id}}; {@link #UNLISTED} when none did
 * @param roles one of these is needed; none for what is open to everybody
 * @param audited whether it is written down
 * @param variables the values of the template's variables that may be written down
 */
public record Access(String path, Set<Role> roles, boolean audited, Map<String, String> variables) {

    /** Stands for the path of a request that no list names: it may hold anything. */
    public static final String UNLISTED = "(unlisted)";

    private static final List<String> NAMES_TO_WRITE_DOWN = List.of("id", "number", "name");
    private static final int LONGEST_VALUE = 100;

    public Access {
        roles = Set.copyOf(roles);
        variables = Map.copyOf(variables);
    }

    static Access unlisted(boolean safe) {
        return new Access(UNLISTED, EnumSet.of(Role.ADMIN), !safe, Map.of());
    }

    static Access of(AccessRule rule, List<String> segments) {
        Map<String, String> variables = new LinkedHashMap<>();
        List<String> template = rule.segments();
        if (rule.audited()) {
            for (int i = 0; i < Math.min(template.size(), segments.size()); i++) {
                String name = AccessRule.variable(template.get(i));
                if (name != null && NAMES_TO_WRITE_DOWN.contains(name)) {
                    String value = segments.get(i);
                    variables.put(name, value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE));
                }
            }
        }
        return new Access(rule.path(), rule.roles(), rule.audited(), variables);
    }

    /** Whether nobody needs to say who they are. */
    public boolean open() {
        return roles.isEmpty();
    }

    /** Whether this is one of the paths that records come in by. */
    public boolean ingest() {
        return roles.contains(Role.INGEST);
    }

    /** Whether somebody with these roles is let in. */
    public boolean allows(Set<Role> granted) {
        return open() || roles.stream().anyMatch(granted::contains);
    }

    /** The roles needed, in words. */
    public String needed() {
        return new TreeSet<>(roles).stream().map(Role::id).collect(Collectors.joining(" or "));
    }
}

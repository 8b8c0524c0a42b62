package io.modelwatch.security.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of a list.
 *
 * @param methods the HTTP methods it is about
 * @param path the template: segments, {@code *.js} for any segment with that ending, {@code {name}} for any one
 *     segment, {@code **} at the end for any number
 * @param roles one of these is needed; none for what is open to everybody
 * @param audited whether requests are written down
 */
record AccessRule(Set<String> methods, String path, Set<Role> roles, boolean audited) {

    static final String REST = "**";

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    AccessRule {
        methods = Set.copyOf(methods);
        roles = Set.copyOf(roles);
    }

    /** A rule that is audited when it is marked, or when it changes something that not everybody may change. */
    static AccessRule of(Set<String> methods, String path, Set<Role> roles, boolean marked) {
        boolean changes = methods.stream().noneMatch(AccessRule::safe);
        boolean privileged =
                !roles.isEmpty() && EnumSet.of(Role.OPERATOR, Role.ADMIN).containsAll(roles);
        return new AccessRule(methods, path, roles, marked || (changes && privileged));
    }

    static boolean safe(String method) {
        return SAFE.contains(method);
    }

    List<String> segments() {
        return segments(path);
    }

    static List<String> segments(String path) {
        if (path.length() <= 1) {
            return List.of();
        }
        int end = path.length() - (path.endsWith("/") ? 1 : 0);
        return List.of(path.substring(path.startsWith("/") ? 1 : 0, end).split("/", -1));
    }

    /** The ending that a segment must have, such as {@code .js}; null for any other segment. */
    static @Nullable String ending(String segment) {
        return segment.startsWith("*.") ? segment.substring(1) : null;
    }

    /** The name of a variable; null for a segment that stands for itself. */
    static @Nullable String variable(String segment) {
        return segment.startsWith("{") && segment.endsWith("}") ? segment.substring(1, segment.length() - 1) : null;
    }
}

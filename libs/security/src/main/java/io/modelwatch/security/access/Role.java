package io.modelwatch.security.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What somebody may do. Operators may do what viewers may, administrators everything. */
public enum Role {
    /** Send records, samples, alerts and logs; read nothing. */
    INGEST,
    /** Read. */
    VIEWER,
    /** Silence, acknowledge, replay. */
    OPERATOR,
    /** Change configuration, delete, and whatever no list names. */
    ADMIN;

    /** As users' files, tokens and lists call it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that name. */
    public static Optional<Role> of(String id) {
        return Arrays.stream(values()).filter(role -> role.id().equals(id)).findFirst();
    }

    /** What to say when {@link #of} finds none. */
    static String unknown(String id) {
        return "there is no role '" + id + "'; there are "
                + Arrays.stream(values()).map(Role::id).collect(Collectors.joining(", "));
    }

    /** Everything that somebody with these roles may do; names of no role are passed over. */
    public static Set<Role> granted(Collection<String> ids) {
        EnumSet<Role> granted = EnumSet.noneOf(Role.class);
        for (String id : ids) {
            of(id).ifPresent(role -> granted.addAll(role.included()));
        }
        return granted;
    }

    private Set<Role> included() {
        return switch (this) {
            case INGEST, VIEWER -> EnumSet.of(this);
            case OPERATOR -> EnumSet.of(VIEWER, OPERATOR);
            case ADMIN -> EnumSet.allOf(Role.class);
        };
    }
}

package io.modelwatch.collector.push;

import io.modelwatch.collector.textformat.FamilyType;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The groups that were pushed. A family has one type in all groups; that is looked up, so a push costs the same however
 * many groups there are. Thread-safe.
 */
final class PushedGroups {

    /**
     * One group at one time.
     *
     * @param pushed when it was last pushed; null when that never worked
     * @param failed when a push last failed; null when none did
     */
    record Group(
            GroupingKey key,
            Map<String, PushedFamily> families,
            @Nullable Instant pushed,
            @Nullable Instant failed) {

        int series() {
            return families.values().stream()
                    .mapToInt(family -> family.samples().size())
                    .sum();
        }

        /** About how much text it holds. */
        long chars() {
            return families.values().stream()
                    .mapToLong(family -> family.help().length()
                            + family.samples().stream()
                                    .mapToLong(sample -> sample.name().length()
                                            + sample.labels().entrySet().stream()
                                                    .mapToLong(label -> label.getKey()
                                                                    .length()
                                                            + label.getValue().length())
                                                    .sum())
                                    .sum())
                    .sum();
        }
    }

    private static final class TypeUse {
        private final FamilyType type;
        private int groups;

        TypeUse(FamilyType type) {
            this.type = type;
        }
    }

    private static final long MOST_CHARS = 64L << 20;

    private final int mostGroups;
    private final int mostSeries;
    private final Map<GroupingKey, Group> groups = new LinkedHashMap<>();
    private final Map<String, TypeUse> types = new HashMap<>();
    private int series;
    private long chars;

    PushedGroups(int mostGroups, int mostSeries) {
        this.mostGroups = mostGroups;
        this.mostSeries = mostSeries;
    }

    /**
     * Takes a push.
     *
     * @param replace whether it stands for the whole group; else for the families it has
     * @throws IllegalArgumentException when a type clashes with that in another group; the group notes the failure
     * @throws ProblemException 503 when there is no room
     */
    synchronized void push(GroupingKey key, Map<String, PushedFamily> families, boolean replace, Instant at) {
        Group before = groups.getOrDefault(key, new Group(key, Map.of(), null, null));
        Map<String, PushedFamily> after = new LinkedHashMap<>(replace ? Map.of() : before.families());
        after.putAll(families);
        Group changed = new Group(key, Map.copyOf(after), at, before.failed());
        checkRoom(before, changed);
        try {
            checkTypes(before, families);
        } catch (IllegalArgumentException e) {
            groups.put(key, new Group(key, before.families(), before.pushed(), at));
            throw e;
        }
        replace(before, changed);
    }

    private void checkRoom(Group before, Group after) {
        boolean isNew = !groups.containsKey(before.key());
        if ((isNew && groups.size() >= mostGroups)
                || series - before.series() + after.series() > mostSeries
                || chars - before.chars() + after.chars() > MOST_CHARS) {
            throw Problem.of(
                            CommonProblem.OVERLOADED,
                            "at most " + mostGroups + " groups with " + mostSeries + " series and " + MOST_CHARS
                                    + " characters together are kept")
                    .asException();
        }
    }

    private void checkTypes(Group before, Map<String, PushedFamily> families) {
        for (PushedFamily family : families.values()) {
            TypeUse use = types.get(family.name());
            int own = before.families().containsKey(family.name()) ? 1 : 0;
            if (use != null && use.groups > own && use.type != family.type()) {
                throw new IllegalArgumentException("pushed metrics are invalid or inconsistent with existing metrics: "
                        + family.name() + " is a " + family.type() + " here and a " + use.type + " in another group");
            }
        }
    }

    private void replace(Group before, Group after) {
        before.families().keySet().forEach(name -> {
            TypeUse use = types.get(name);
            if (use != null && --use.groups == 0) {
                types.remove(name);
            }
        });
        after.families()
                .values()
                .forEach(family -> types.computeIfAbsent(family.name(), name -> new TypeUse(family.type())).groups++);
        series += after.series() - before.series();
        chars += after.chars() - before.chars();
        groups.put(after.key(), after);
    }

    /** Forgets a group, if there is one. */
    synchronized void delete(GroupingKey key) {
        Group before = groups.get(key);
        if (before != null) {
            replace(before, new Group(key, Map.of(), null, null));
            groups.remove(key);
        }
    }

    /** All groups as they are now. */
    synchronized List<Group> all() {
        return List.copyOf(groups.values());
    }

    synchronized int series() {
        return series;
    }
}

package io.modelwatch.collector.settings;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * By what a question tells apart, {@code by=NAME} (may repeat), and what it is about, {@code label.NAME=VALUE}.
 *
 * @param where values that the named columns must have; empty where they must have none
 */
public record Dimensions(List<String> by, Map<String, String> where) {

    private static final String LABEL = "label.";
    private static final int MOST_CHARS = 256;

    public Dimensions {
        by = List.copyOf(by);
        where = Map.copyOf(where);
    }

    /**
     * Reads the parameters; others are not looked at.
     *
     * @throws ProblemException 400 naming the parameter
     */
    public static Dimensions of(Map<String, List<String>> parameters, Set<String> known) {
        return of(parameters, known, null);
    }

    /** The same where names behind a prefix can be any. */
    public static Dimensions of(Map<String, List<String>> parameters, Set<String> known, @Nullable String free) {
        List<String> by =
                parameters.getOrDefault("by", List.of()).stream().distinct().toList();
        by.forEach(name -> check("by", name, known, free));
        Map<String, String> where = new LinkedHashMap<>();
        parameters.forEach((parameter, values) -> {
            if (parameter.startsWith(LABEL)) {
                String name = parameter.substring(LABEL.length());
                check(parameter, name, known, free);
                where.put(name, values.getFirst());
            }
        });
        return new Dimensions(by, where);
    }

    private static void check(String parameter, String name, Set<String> known, @Nullable String free) {
        boolean isFree =
                free != null && name.startsWith(free) && name.length() > free.length() && name.length() <= MOST_CHARS;
        if (!known.contains(name) && !isFree) {
            throw Problem.of(
                            CommonProblem.INVALID_PARAMETER,
                            parameter + " must name one of " + String.join(", ", new TreeSet<>(known)) + ", was '"
                                    + name + "'")
                    .asException();
        }
    }
}

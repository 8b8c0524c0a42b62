package io.modelwatch.collector.window;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The parameters of a question about a window, as all endpoints take them: {@code window=5m}, {@code by=model} (may
 * repeat) and {@code label.model=gpt-4o}.
 */
public record WindowQuery(Window window, Selection selection) {

    /** The window of a question that names none. */
    public static final String DEFAULT_WINDOW = "5m";

    private static final String LABEL = "label.";
    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    /**
     * Reads the parameters; others are not looked at.
     *
     * @throws ProblemException 400 saying which parameter is wrong
     */
    public static WindowQuery of(Map<String, List<String>> parameters) {
        return of(parameters, List.of());
    }

    /** The same with the labels that are told apart where the question has no {@code by}. */
    public static WindowQuery of(Map<String, List<String>> parameters, List<String> defaultBy) {
        List<String> by = parameters.getOrDefault("by", defaultBy);
        by.forEach(name -> checkName("by", name));
        Map<String, String> where = new HashMap<>();
        parameters.forEach((parameter, values) -> {
            if (parameter.startsWith(LABEL)) {
                String name = parameter.substring(LABEL.length());
                checkName(parameter, name);
                where.put(name, single(parameter, values));
            }
        });
        return new WindowQuery(
                window(single("window", parameters.getOrDefault("window", List.of(DEFAULT_WINDOW)))),
                new Selection(new ArrayList<>(by), where));
    }

    private static Window window(String text) {
        try {
            return Window.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid("window " + e.getMessage());
        }
    }

    private static String single(String parameter, List<String> values) {
        if (values.size() != 1) {
            throw invalid(parameter + " must be given once, was given " + values.size() + " times");
        }
        return values.getFirst();
    }

    private static void checkName(String parameter, String name) {
        if (!LABEL_NAME.matcher(name).matches()) {
            throw invalid(parameter + " must name a label such as model, was '" + name + "'");
        }
    }

    private static ProblemException invalid(String detail) {
        return Problem.of(CommonProblem.INVALID_PARAMETER, detail).asException();
    }
}

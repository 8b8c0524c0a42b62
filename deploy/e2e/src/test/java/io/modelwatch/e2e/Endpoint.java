package io.modelwatch.e2e;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A method and a path that a service answers.
 *
 * @param path a template; variables are {@code {name}} without patterns
 */
record Endpoint(String method, String path) implements Comparable<Endpoint> {

    private static final String EXAMPLE = "x1";
    private static final Pattern VARIABLE = Pattern.compile("\\{\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*(?::\\s*([^}]*))?}");
    private static final Pattern ALTERNATIVES = Pattern.compile("[A-Za-z_/|-]+");

    /** The endpoints of a JAX-RS template: one for each alternative that a variable's pattern spells out. */
    static List<Endpoint> of(String method, String template) {
        List<Endpoint> endpoints = new ArrayList<>();
        Matcher variable = VARIABLE.matcher(template);
        while (variable.find()) {
            if (variable.group(2) != null) {
                for (String value : values(variable.group(1), variable.group(2).strip())) {
                    endpoints.addAll(of(
                            method,
                            template.substring(0, variable.start()) + value + template.substring(variable.end())));
                }
                return endpoints;
            }
        }
        return List.of(new Endpoint(method, template));
    }

    /** What stands in the place of a variable with a pattern: words that it spells out, else the variable. */
    private static List<String> values(String name, String pattern) {
        if (ALTERNATIVES.matcher(pattern).matches()) {
            return List.of(pattern.split("\\|"));
        }
        boolean word = name.matches(pattern) && !EXAMPLE.matches(pattern);
        return List.of(word ? name : "{" + name + "}");
    }

    /** Whether this template, in which patterns are not told, stands for the other too. */
    boolean describes(Endpoint other) {
        String[] own = path.split("/", -1);
        String[] others = other.path().split("/", -1);
        if (!method.equals(other.method()) || own.length != others.length) {
            return false;
        }
        for (int i = 0; i < own.length; i++) {
            if (!own[i].equals(others[i]) && !VARIABLE.matcher(own[i]).matches()) {
                return false;
            }
        }
        return true;
    }

    /** A path that the template matches. */
    String example() {
        return VARIABLE.matcher(path).replaceAll(EXAMPLE);
    }

    @Override
    public int compareTo(Endpoint other) {
        return Comparator.comparing(Endpoint::path)
                .thenComparing(Endpoint::method)
                .compare(this, other);
    }
}

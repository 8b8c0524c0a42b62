package io.modelwatch.logindexer.bulk;

import com.fasterxml.jackson.core.filter.TokenFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Elasticsearch's {@code filter_path}: which fields of an answer the client wants. Several paths are separated by
 * commas; {@code *} in a name stands for any characters, {@code **} for any number of levels, and a path with {@code -}
 * in front is left out. Elements of arrays have no level of their own.
 */
final class FilterPath extends TokenFilter {

    private static final int MAX_PATHS = 50;

    private final List<List<String>> wanted;
    private final List<List<String>> unwanted;
    private final boolean all;

    private FilterPath(List<List<String>> wanted, List<List<String>> unwanted, boolean all) {
        this.wanted = wanted;
        this.unwanted = unwanted;
        this.all = all;
    }

    /** The filter of a parameter; null where everything is wanted. */
    static @Nullable FilterPath of(@Nullable String parameter) {
        List<List<String>> wanted = new ArrayList<>();
        List<List<String>> unwanted = new ArrayList<>();
        String[] paths = parameter == null ? new String[0] : parameter.split(",", MAX_PATHS + 1);
        for (String path : Arrays.copyOf(paths, Math.min(paths.length, MAX_PATHS))) {
            String trimmed = path.strip();
            boolean minus = trimmed.startsWith("-");
            List<String> parts = List.of((minus ? trimmed.substring(1) : trimmed).split("\\.", -1));
            if (!trimmed.isEmpty() && !parts.isEmpty()) {
                (minus ? unwanted : wanted).add(parts);
            }
        }
        return wanted.isEmpty() && unwanted.isEmpty() ? null : new FilterPath(wanted, unwanted, wanted.isEmpty());
    }

    @Override
    public @Nullable TokenFilter includeProperty(String name) {
        List<List<String>> without = below(unwanted, name);
        if (without.contains(List.<String>of())) {
            return null;
        }
        List<List<String>> with = below(wanted, name);
        boolean whole = all || with.contains(List.<String>of());
        if (whole && without.isEmpty()) {
            return TokenFilter.INCLUDE_ALL;
        }
        return whole || !with.isEmpty() ? new FilterPath(with, without, whole) : null;
    }

    /** What is left of the paths below a name. */
    private static List<List<String>> below(List<List<String>> paths, String name) {
        List<List<String>> below = new ArrayList<>();
        for (List<String> path : paths) {
            if (path.isEmpty()) {
                continue;
            }
            List<String> rest = path.subList(1, path.size());
            if (path.getFirst().equals("**")) {
                below.add(path);
                below.addAll(below(List.of(rest), name));
                if (rest.isEmpty()) {
                    below.add(rest);
                }
            } else if (Wildcards.match(path.getFirst(), name)) {
                below.add(rest);
            }
        }
        return below;
    }

    @Override
    protected boolean _includeScalar() {
        return all;
    }
}

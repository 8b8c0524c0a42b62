package io.modelwatch.collector.push;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The labels that name a group, {@code job} among them; every series of the group has them. */
record GroupingKey(SortedMap<String, String> labels) {

    private static final String BASE64 = "@base64";
    private static final String JOB = "job";
    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final int MOST_LABELS = 32;
    private static final int MOST_CHARS = 1024;

    GroupingKey {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /**
     * Reads what follows {@code /metrics/}: names and values in turn, values in URL-safe Base64 where {@code @base64}
     * stands behind the name.
     *
     * @param rawPath still percent-encoded
     * @throws IllegalArgumentException saying what is wrong
     */
    static GroupingKey of(String rawPath) {
        List<String> parts = List.of(rawPath.split("/", -1));
        if (parts.size() % 2 != 0) {
            throw new IllegalArgumentException("odd number of components in label string '" + rawPath + "'");
        }
        SortedMap<String, String> labels = new TreeMap<>();
        for (int i = 0; i < parts.size(); i += 2) {
            String name = decoded(parts.get(i));
            String value = decoded(parts.get(i + 1));
            if (name.endsWith(BASE64)) {
                name = name.substring(0, name.length() - BASE64.length());
                value = fromBase64(name, value);
            }
            check(name, value);
            if (labels.putIfAbsent(name, value) != null) {
                throw new IllegalArgumentException("label '" + name + "' stands twice in the path");
            }
        }
        if (labels.getOrDefault(JOB, "").isEmpty()) {
            throw new IllegalArgumentException("job name is required");
        }
        if (labels.size() > MOST_LABELS) {
            throw new IllegalArgumentException("a group may have at most " + MOST_LABELS + " labels");
        }
        return new GroupingKey(labels);
    }

    private static void check(String name, String value) {
        if (!LABEL_NAME.matcher(name).matches() || name.startsWith("__")) {
            throw new IllegalArgumentException("improper label name '" + name + "'");
        }
        if (value.length() > MOST_CHARS) {
            throw new IllegalArgumentException("the value of label '" + name + "' has more than 1024 characters");
        }
    }

    private static String decoded(String part) {
        // A plus stands for itself in a path.
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** A single {@code =} is the empty value, since a path has no empty parts. */
    private static String fromBase64(String name, String value) {
        String bare = value;
        while (bare.endsWith("=")) {
            bare = bare.substring(0, bare.length() - 1);
        }
        try {
            return new String(Base64.getUrlDecoder().decode(bare), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the value of label '" + name + "' is not valid URL-safe Base64", e);
        }
    }
}

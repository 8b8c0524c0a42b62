package io.modelwatch.logindexer.bulk;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The names that shippers may write to. All of them lead to the one data stream; a name is never handed on.
 *
 * @param own the data stream
 * @param allowed patterns of names, with {@code *} for any characters
 */
record IndexNames(String own, List<String> allowed) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,200}");

    IndexNames {
        allowed = List.copyOf(allowed);
    }

    boolean allows(String name) {
        return name.equals(own)
                || (NAME.matcher(name).matches()
                        && allowed.stream().anyMatch(pattern -> Wildcards.match(pattern, name)));
    }

    static ElasticError invalid(String name) {
        return new ElasticError(
                400, "invalid_index_name_exception", "Invalid index name [" + shortened(name) + "], not allowed here");
    }

    private static String shortened(String name) {
        return name.length() > 255 ? name.substring(0, 255) + "…" : name;
    }
}

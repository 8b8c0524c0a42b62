package io.modelwatch.logindexer.search;

import io.modelwatch.logindexer.parameter.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of fields that are wanted of each document. */
public final class FieldNames {

    private static final int MAX_FIELDS = 100;
    private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9_@.*-]{1,200}");

    private FieldNames() {}

    /** The names that a parameter lists, with {@code *} for any characters; empty for all fields. */
    public static List<String> of(@Nullable String text) {
        List<String> fields = new ArrayList<>();
        for (String field : text == null || text.isBlank() ? new String[0] : text.split(",", MAX_FIELDS + 1)) {
            if (!FIELD.matcher(field.strip()).matches() || fields.size() == MAX_FIELDS) {
                throw Parameter.invalid("fields must be at most " + MAX_FIELDS
                        + " names such as message or gen_ai.*, separated by commas");
            }
            fields.add(field.strip());
        }
        return List.copyOf(fields);
    }
}

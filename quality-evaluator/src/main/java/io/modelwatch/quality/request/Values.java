package io.modelwatch.quality.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.modelwatch.intake.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads arrays out of a request; what is wrong is noted in the fields. */
public final class Values {

    /** Larger numbers could not be squared. */
    public static final double LARGEST = 1e150;

    private static final int MAX_ERRORS = 8;

    private Values() {}

    /** The array's elements; empty where it is wrong or, if it may be left out, absent. */
    private static List<JsonNode> elements(Fields fields, String name, int max, boolean required) {
        JsonNode node = fields.node(name);
        if (node == null) {
            if (required) {
                fields.reject(name, "is required");
            }
            return List.of();
        }
        if (!(node instanceof ArrayNode array)) {
            fields.reject(name, "must be an array");
            return List.of();
        }
        if (array.size() > max) {
            fields.reject(name, "must have at most " + max + " elements, has " + array.size());
            return List.of();
        }
        List<JsonNode> elements = new ArrayList<>(array.size());
        array.forEach(elements::add);
        return elements;
    }

    /** Numbers, null where one is missing. */
    public static List<@Nullable Double> numbers(Fields fields, String name, int max, boolean required) {
        List<@Nullable Double> numbers = new ArrayList<>();
        int errors = 0;
        List<JsonNode> elements = elements(fields, name, max, required);
        for (int i = 0; i < elements.size(); i++) {
            JsonNode element = elements.get(i);
            double value = element.doubleValue();
            if (element.isNull()) {
                numbers.add(null);
            } else if (element.isNumber() && Math.abs(value) <= LARGEST) {
                numbers.add(value);
            } else if (errors++ < MAX_ERRORS) {
                fields.reject(name + "/" + i, "must be a number between -1e150 and 1e150, or null where it is missing");
            }
        }
        return numbers;
    }

    /** Names: texts, numbers and truth values by their text, null where one is missing. */
    public static List<@Nullable String> names(Fields fields, String name, int max, boolean required) {
        List<@Nullable String> names = new ArrayList<>();
        int errors = 0;
        List<JsonNode> elements = elements(fields, name, max, required);
        for (int i = 0; i < elements.size(); i++) {
            JsonNode element = elements.get(i);
            if (element.isNull()) {
                names.add(null);
            } else if (element.isValueNode()) {
                names.add(element.asText());
            } else if (errors++ < MAX_ERRORS) {
                fields.reject(name + "/" + i, "must be text, a number, true or false, or null where it is missing");
            }
        }
        return names;
    }

    /** Rows of numbers, all of one length. */
    public static double[][] vectors(Fields fields, String name, int max) {
        List<JsonNode> elements = elements(fields, name, max, true);
        List<double[]> rows = new ArrayList<>();
        int errors = 0;
        for (int i = 0; i < elements.size() && errors < MAX_ERRORS; i++) {
            double[] row = vector(elements.get(i));
            if (row.length == 0 || (!rows.isEmpty() && row.length != rows.getFirst().length)) {
                fields.reject(name + "/" + i, "must be an array of numbers, as many as in the other rows");
                errors++;
            } else {
                rows.add(row);
            }
        }
        return rows.toArray(double[][]::new);
    }

    private static double[] vector(JsonNode node) {
        double[] row = new double[node.isArray() ? node.size() : 0];
        for (int i = 0; i < row.length; i++) {
            JsonNode value = node.get(i);
            if (!value.isNumber() || !(Math.abs(value.doubleValue()) <= LARGEST)) {
                return new double[0];
            }
            row[i] = value.doubleValue();
        }
        return row;
    }
}

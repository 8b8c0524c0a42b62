package io.modelwatch.collector.budget;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.collector.spend.SpendQuery;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.ProblemException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a checked budget out of JSON fields. */
final class BudgetParser {

    private static final double MOST_USD = 1e12;
    private static final double USUAL_WARNING = 80;
    private static final double MOST_PERCENT = 100;
    private static final int NAME_CHARS = 100;
    private static final int VALUE_CHARS = 256;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]*");

    private BudgetParser() {}

    /**
     * Reads all fields, whatever is wrong with some.
     *
     * @param name from the path; null where the body has it
     * @throws ProblemException 400 naming every field that is wrong
     */
    static Budget parse(Fields fields, @Nullable String name) {
        String its = name(fields, name);
        Double amount = fields.number("amount_usd", 0, MOST_USD);
        JsonNode exact = fields.node("amount_usd");
        if (exact == null) {
            fields.reject("amount_usd", "is required");
        } else if (amount != null && amount == 0) {
            fields.reject("amount_usd", "must be more than 0");
        }
        if (fields.node("period") == null) {
            fields.reject("period", "is required: day or month");
        }
        Budget.Period period = fields.oneOf("period", Budget.Period.class);
        Map<String, String> labels = fields.labels("labels", SpendQuery.DIMENSIONS.size(), VALUE_CHARS);
        for (String label : labels.keySet()) {
            if (!SpendQuery.DIMENSIONS.contains(label)) {
                fields.reject(
                        "labels/" + label,
                        "is no label of cost; use " + String.join(", ", new TreeSet<>(SpendQuery.DIMENSIONS)));
            }
        }
        Double warning = fields.number("warning_percent", 1, MOST_PERCENT);
        ZoneId zone = zone(fields);
        fields.check();
        return new Budget(
                its,
                exact == null ? BigDecimal.ZERO : exact.decimalValue(),
                Objects.requireNonNull(period),
                zone,
                labels,
                warning == null ? USUAL_WARNING : warning,
                1);
    }

    private static String name(Fields fields, @Nullable String name) {
        String said = name == null ? fields.requiredText("name", NAME_CHARS) : fields.text("name", NAME_CHARS);
        if (name != null && said != null && !said.equals(name)) {
            fields.reject("name", "must be that of the path, '" + name + "', was '" + said + "'");
        }
        String its = Objects.requireNonNullElse(name == null ? said : name, "");
        if (!its.isEmpty() && (!NAME.matcher(its).matches() || its.length() > NAME_CHARS)) {
            fields.reject(
                    "name",
                    "must be of letters, digits, '.', '_' and '-', at most " + NAME_CHARS + " of them, was '" + its
                            + "'");
        }
        return its;
    }

    private static ZoneId zone(Fields fields) {
        String zone = Objects.requireNonNullElse(fields.text("time_zone", NAME_CHARS), "UTC");
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            fields.reject("time_zone", "must be a time zone such as Asia/Shanghai, was '" + zone + "'");
            return ZoneId.of("UTC");
        }
    }
}

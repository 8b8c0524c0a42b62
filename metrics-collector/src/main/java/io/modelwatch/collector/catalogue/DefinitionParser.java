package io.modelwatch.collector.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a checked definition out of JSON fields; it must fit the catalogue it goes into. */
final class DefinitionParser {

    static final int NAME_CHARS = 100;

    private static final double LARGEST = 1e15;
    private static final int TEXT_CHARS = 500;
    private static final int UNIT_CHARS = 32;
    private static final int MOST_LABELS = 10;
    private static final int MOST_FOREIGN_NAMES = 20;
    private static final int WINDOW_CHARS = 16;
    private static final String USUAL_WINDOW = "5m";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern FOREIGN = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:.]*");

    private final Predicate<String> isWindow;

    /**
     * Needs a judge of windows.
     *
     * @param isWindow whether a text such as {@code 5m} is a window that can be asked for
     */
    DefinitionParser(Predicate<String> isWindow) {
        this.isWindow = isWindow;
    }

    /**
     * Reads all fields, whatever is wrong with some.
     *
     * @param name from the path; null where the body has it
     * @throws ProblemException 400 naming every field that is wrong
     */
    MetricDefinition parse(Fields fields, @Nullable String name, Catalogue catalogue) {
        String itsName = name(fields, name);
        MetricType type = required(fields, "type", MetricType.class);
        MetricLevel level = required(fields, "level", MetricLevel.class);
        Direction direction = required(fields, "direction", Direction.class);
        String unit = Objects.requireNonNullElse(fields.text("unit", UNIT_CHARS), "");
        String description = fields.requiredText("description", TEXT_CHARS);
        String descriptionZh = fields.text("description_zh", TEXT_CHARS);
        Double warning = fields.number("warning_threshold", -LARGEST, LARGEST);
        Double critical = fields.number("critical_threshold", -LARGEST, LARGEST);
        if (warning != null && critical != null && direction != null && direction.beyond(warning, critical)) {
            fields.reject(
                    "critical_threshold",
                    "must not be reached before warning_threshold (" + warning + "), was " + critical);
        }
        if ((warning != null || critical != null) && type == MetricType.COUNTER) {
            fields.reject(
                    warning == null ? "critical_threshold" : "warning_threshold",
                    "a counter grows for ever: define a rate or ratio of it with a threshold");
        }
        List<String> labels = labels(fields);
        Derivation derivation = derivation(fields, itsName, type, catalogue);
        List<ForeignName> foreign = foreignNames(fields, itsName, type, catalogue);
        fields.check();
        return new MetricDefinition(
                itsName,
                Objects.requireNonNull(type),
                Objects.requireNonNull(level),
                unit,
                description,
                descriptionZh == null || descriptionZh.isBlank() ? description : descriptionZh,
                Objects.requireNonNull(direction),
                warning,
                critical,
                labels,
                derivation,
                foreign,
                1);
    }

    private static String name(Fields fields, @Nullable String name) {
        String said = name == null ? fields.requiredText("name", NAME_CHARS) : fields.text("name", NAME_CHARS);
        if (name != null && said != null && !said.equals(name)) {
            fields.reject("name", "must be that of the path, '" + name + "', was '" + said + "'");
        }
        String its = name == null ? said : name;
        if (its != null && !its.isEmpty() && (!NAME.matcher(its).matches() || its.length() > NAME_CHARS)) {
            fields.reject(
                    "name",
                    "must be of a-z, 0-9 and _, begin with a letter and have at most " + NAME_CHARS
                            + " characters, was '" + its + "'");
        }
        return Objects.requireNonNullElse(its, "");
    }

    private static <E extends Enum<E>> @Nullable E required(Fields fields, String field, Class<E> type) {
        if (fields.node(field) == null) {
            fields.reject(field, "is required");
        }
        return fields.oneOf(field, type);
    }

    private static List<String> labels(Fields fields) {
        List<String> labels = fields.texts("labels", MOST_LABELS, NAME_CHARS);
        Set<String> seen = new HashSet<>();
        for (String label : labels) {
            if (!LABEL.matcher(label).matches() || !seen.add(label)) {
                fields.reject("labels", "must be different names of letters, digits and _, had '" + label + "'");
            }
        }
        return labels;
    }

    private @Nullable Derivation derivation(
            Fields fields, String name, @Nullable MetricType type, Catalogue catalogue) {
        JsonNode node = fields.node("derived");
        if (node == null) {
            return null;
        }
        if (!(node instanceof ObjectNode object)) {
            fields.reject("derived", "must be an object with numerator, denominator, factor and window");
            return null;
        }
        if (type != null && type != MetricType.GAUGE) {
            fields.reject("type", "must be gauge for a derived metric");
        }
        Fields inner = Fields.of(object);
        String numerator = inner.requiredText("numerator", NAME_CHARS);
        String denominator = inner.text("denominator", NAME_CHARS);
        checkCounter(inner, "numerator", numerator, name, catalogue);
        if (denominator != null) {
            checkCounter(inner, "denominator", denominator, name, catalogue);
        }
        Double factor = inner.number("factor", -LARGEST, LARGEST);
        String window = Objects.requireNonNullElse(inner.text("window", WINDOW_CHARS), USUAL_WINDOW);
        if (!isWindow.test(window)) {
            inner.reject("window", "must be a stretch from 10s to 24h such as 5m, was '" + window + "'");
        }
        inner.rest().keySet().forEach(unknown -> inner.reject(unknown, "is not known here"));
        inner.errors().forEach(error -> fields.reject("derived" + error.field(), error.detail()));
        return new Derivation(numerator, denominator, factor == null ? 1 : factor, window);
    }

    private static void checkCounter(Fields fields, String field, String counter, String self, Catalogue catalogue) {
        Optional<MetricDefinition> metric = catalogue.find(counter);
        if (!counter.isEmpty()
                && (counter.equals(self) || metric.isEmpty() || metric.get().type() != MetricType.COUNTER)) {
            fields.reject(field, "must name a counter of the catalogue, was '" + counter + "'");
        }
    }

    private static List<ForeignName> foreignNames(
            Fields fields, String name, @Nullable MetricType type, Catalogue catalogue) {
        JsonNode node = fields.node("sources");
        List<ForeignName> names = new ArrayList<>();
        if (node == null) {
            return names;
        }
        if (!node.isArray() || node.size() > MOST_FOREIGN_NAMES) {
            fields.reject(
                    "sources", "must be an array of at most " + MOST_FOREIGN_NAMES + " objects with name, factor");
            return names;
        }
        if (!node.isEmpty() && type != null && type != MetricType.GAUGE && type != MetricType.COUNTER) {
            fields.reject("sources", "only a gauge or a counter can be read from other programs");
        }
        for (int i = 0; i < node.size(); i++) {
            String place = "sources/" + i;
            if (!(node.get(i) instanceof ObjectNode object)) {
                fields.reject(place, "must be an object with name and factor");
                continue;
            }
            Fields inner = Fields.of(object);
            String foreign = inner.requiredText("name", NAME_CHARS);
            Double factor = inner.number("factor", -LARGEST, LARGEST);
            if (!foreign.isEmpty() && !FOREIGN.matcher(foreign).matches()) {
                inner.reject("name", "must be the name of a metric, was '" + foreign + "'");
            }
            catalogue
                    .findForeign(foreign)
                    .filter(other -> !other.metric().name().equals(name))
                    .ifPresent(other -> inner.reject(
                            "name", "is a source of " + other.metric().name() + " already"));
            inner.errors().forEach(error -> fields.reject(place + error.field(), error.detail()));
            names.add(new ForeignName(foreign, factor == null ? 1 : factor));
        }
        return names;
    }
}

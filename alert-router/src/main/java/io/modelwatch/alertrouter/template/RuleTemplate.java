package io.modelwatch.alertrouter.template;

import io.modelwatch.alertrouter.template.Parser.Definition;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The text of a label or annotation of a rule: Go's templates with Prometheus' functions, and the variables {@code
 * $labels}, {@code $value}, {@code $externalLabels} and {@code $externalURL}.
 */
public final class RuleTemplate {

    private static final String NAME = "rule";
    private static final String VARIABLES =
            "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}{{$externalURL := .ExternalURL}}"
                    + "{{$value := .Value}}";
    private static final Map<String, Function> PLAIN = PrometheusFunctions.plain();
    private static final Set<String> NAMES = PrometheusFunctions.names(PLAIN);

    private final String source;
    private final Map<String, Definition> definitions;

    private RuleTemplate(String source, Map<String, Definition> definitions) {
        this.source = source;
        this.definitions = definitions;
    }

    /** One series of a query's answer. */
    public record Sample(Map<String, String> labels, double value) {

        public Sample {
            labels = Map.copyOf(labels);
        }
    }

    /** Answers the function {@code query}. */
    @FunctionalInterface
    public interface Querier {

        /** For rules that have nobody to ask. */
        Querier NOBODY = expression -> {
            throw new IllegalArgumentException("there is no Prometheus to query");
        };

        /**
         * The answer to a PromQL expression.
         *
         * @throws IllegalArgumentException with the reason when there is none
         */
        List<Sample> query(String expression);
    }

    /**
     * What a template sees.
     *
     * @param labels of the series, those of the rule not among them
     * @param externalUrl where links of this service begin
     * @param time of the evaluation
     */
    public record Context(
            Map<String, String> labels,
            double value,
            Map<String, String> externalLabels,
            String externalUrl,
            InstantSource time,
            Querier querier) {

        public Context {
            labels = Map.copyOf(labels);
            externalLabels = Map.copyOf(externalLabels);
        }

        private Struct struct() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("Labels", new StringMap(labels));
            fields.put("ExternalLabels", new StringMap(externalLabels));
            fields.put("ExternalURL", externalUrl);
            fields.put("Value", value);
            return new Struct("template.data", fields);
        }
    }

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException with the reason when it is wrong
     */
    public static RuleTemplate parse(String text) {
        if (!text.contains("{{")) {
            return new RuleTemplate(text, Map.of());
        }
        try {
            return new RuleTemplate(text, Parser.parse(new Source(NAME, VARIABLES + text), NAMES));
        } catch (TemplateException e) {
            throw new IllegalArgumentException("the template is wrong: " + e.reason(), e);
        }
    }

    /** The text; where that fails, a text that says so, as Prometheus has it. */
    public String render(Context context) {
        if (definitions.isEmpty()) {
            return source;
        }
        Definition start = definitions.get(NAME);
        if (start == null) {
            return "";
        }
        try {
            return new Execution(
                            definitions, PrometheusFunctions.with(PLAIN, context), start, TemplateSet.MAX_LENGTH, null)
                    .run(context.struct());
        } catch (TemplateException e) {
            return "<error expanding template: " + e.reason() + ">";
        }
    }

    /** As it was written. */
    @Override
    public String toString() {
        return source;
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof RuleTemplate that && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }
}

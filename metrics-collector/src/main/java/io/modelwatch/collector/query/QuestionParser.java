package io.modelwatch.collector.query;

import io.modelwatch.collector.window.Selection;
import io.modelwatch.collector.window.Window;
import io.modelwatch.collector.window.WindowQuery;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads questions, from records of a body or from parameters. Thread-safe. */
public final class QuestionParser {

    private static final int NAME_CHARS = 256;
    private static final int MOST_LABELS = 16;
    private static final int MOST_QUESTIONS = 200;
    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private final KnownMetrics known;

    public QuestionParser(KnownMetrics known) {
        this.known = known;
    }

    /**
     * Reads a record: {@code metric} and, where wanted, {@code statistic, window, by, where, step}.
     *
     * @throws ProblemException 400 naming every field that is wrong, 404 for an unknown metric
     */
    Question parse(Fields fields) {
        String name = fields.requiredText("metric", NAME_CHARS);
        String statistic = fields.text("statistic", NAME_CHARS);
        String window = fields.text("window", NAME_CHARS);
        String step = fields.text("step", NAME_CHARS);
        List<String> by = fields.texts("by", MOST_LABELS, NAME_CHARS);
        Map<String, String> where = fields.labels("where", MOST_LABELS, NAME_CHARS);
        for (String label : by) {
            if (!LABEL_NAME.matcher(label).matches()) {
                fields.reject("by", "must name labels such as model, was '" + label + "'");
            }
        }
        for (String label : where.keySet()) {
            if (!LABEL_NAME.matcher(label).matches()) {
                fields.reject("where", "must name labels such as model, was '" + label + "'");
            }
        }
        Window length = read(fields, "window", window == null ? WindowQuery.DEFAULT_WINDOW : window, Window::parse);
        Duration steps = step == null ? null : read(fields, "step", step, Window::duration);
        Statistic asked = statistic == null ? null : read(fields, "statistic", statistic, Statistic::parse);
        fields.check();
        Known metric = known.get(name);
        if (length == null) {
            throw new IllegalStateException("a bad window has been refused");
        }
        return new Question(metric, fitting(metric, asked), new Selection(by, where), length, steps);
    }

    private interface Reading<T> {
        T read(String text);
    }

    private static <T> @Nullable T read(Fields fields, String field, String text, Reading<T> reading) {
        try {
            return reading.read(text);
        } catch (IllegalArgumentException e) {
            fields.reject(field, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /**
     * Reads parameters: {@code metric=name} or {@code metric=name:statistic}, which may repeat, and for all of them
     * {@code window, by, label.NAME, step}.
     *
     * @throws ProblemException 400 saying which parameter is wrong, 404 for an unknown metric
     */
    public List<Question> parse(Map<String, List<String>> parameters) {
        WindowQuery query = WindowQuery.of(parameters);
        List<String> steps = parameters.getOrDefault("step", List.of());
        Duration step = null;
        if (!steps.isEmpty()) {
            try {
                step = Window.duration(steps.getFirst());
            } catch (IllegalArgumentException e) {
                throw invalid("step " + e.getMessage());
            }
        }
        List<String> metrics = parameters.getOrDefault("metric", List.of());
        if (metrics.size() > MOST_QUESTIONS) {
            throw invalid("metric must be given at most " + MOST_QUESTIONS + " times");
        }
        List<Question> questions = new ArrayList<>();
        for (String metric : metrics) {
            int colon = metric.indexOf(':');
            Known one = known.get(colon < 0 ? metric : metric.substring(0, colon));
            questions.add(new Question(
                    one,
                    fitting(one, colon < 0 ? null : statistic(metric.substring(colon + 1))),
                    query.selection(),
                    query.window(),
                    step));
        }
        return questions;
    }

    static Statistic statistic(String text) {
        try {
            return Statistic.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid("statistic " + e.getMessage());
        }
    }

    /** The statistic, or the usual one of the metric's type; one that makes no sense for it is refused. */
    static Statistic fitting(Known metric, @Nullable Statistic asked) {
        return switch (metric) {
            case Known.Derived derived -> {
                if (asked != null && !asked.equals(Statistic.RATIO)) {
                    throw invalid("statistic of " + derived.definition().name() + " can only be ratio, was '"
                            + asked.text() + "'");
                }
                yield Statistic.RATIO;
            }
            case Known.Measured measured -> {
                Statistic statistic =
                        asked == null ? Statistic.usual(measured.definition().type()) : asked;
                if (!statistic.fits(measured.definition().type())) {
                    throw invalid("statistic " + statistic.text() + " makes no sense for "
                            + measured.definition().name() + ", which is a " + measured.type());
                }
                yield statistic;
            }
        };
    }

    private static ProblemException invalid(String detail) {
        return Problem.of(CommonProblem.INVALID_PARAMETER, detail).asException();
    }
}

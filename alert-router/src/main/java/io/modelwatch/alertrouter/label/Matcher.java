package io.modelwatch.alertrouter.label;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A condition on one label. A label that is missing counts as the empty string. */
public final class Matcher {

    /** By name, value and operator: how lists of matchers are printed. */
    public static final Comparator<Matcher> ORDER = Comparator.comparing(Matcher::name, CodePoints.ORDER)
            .thenComparing(Matcher::value, CodePoints.ORDER)
            .thenComparing(Matcher::operator);

    private final String name;
    private final MatchOperator operator;
    private final String value;
    private final @Nullable Pattern pattern;

    private Matcher(String name, MatchOperator operator, String value, @Nullable Pattern pattern) {
        this.name = name;
        this.operator = operator;
        this.value = value;
        this.pattern = pattern;
    }

    /**
     * A matcher; a regular expression (RE2) must match the whole value.
     *
     * @throws IllegalArgumentException when the regular expression is none
     */
    public static Matcher of(String name, MatchOperator operator, String value) {
        return new Matcher(name, operator, value, operator.isRegex() ? anchored(value) : null);
    }

    /**
     * A regular expression that must match a text from end to end.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Pattern anchored(String regex) {
        RegexGuard.check(regex);
        try {
            return Pattern.compile("^(?:" + regex + ")$");
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    public String name() {
        return name;
    }

    public MatchOperator operator() {
        return operator;
    }

    public String value() {
        return value;
    }

    public boolean matches(LabelSet labels) {
        return matches(labels.get(name));
    }

    boolean matches(String text) {
        boolean same =
                pattern == null ? value.equals(text) : pattern.matcher(text).find();
        return same == operator.isPositive();
    }

    /** Whether it demands nothing of a label; negative matchers never count as that. */
    public boolean acceptsEmpty() {
        return operator.isPositive() && matches("");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Matcher that
                && name.equals(that.name)
                && operator == that.operator
                && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, operator, value);
    }

    @Override
    public String toString() {
        if (name.codePoints().anyMatch(MatcherSyntax::isReserved)) {
            return GoStrings.quote(name) + operator + GoStrings.quote(value);
        }
        return name + operator + "\""
                + value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"") + "\"";
    }
}

package io.modelwatch.alertrouter.api;

import com.google.re2j.Pattern;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.label.Matcher;
import io.modelwatch.alertrouter.label.MatcherSyntax;
import io.modelwatch.alertrouter.label.Matchers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Query parameters as API v2 reads them. */
public final class Parameters {

    private static final Set<String> TRUE =
            Set.of("true", "1", "yes", "ok", "y", "on", "selected", "checked", "t", "enabled");

    private Parameters() {}

    /** A flag: true when it is absent or empty, false for every word that does not mean true. */
    public static boolean flag(@Nullable String value) {
        return value == null || value.isEmpty() || TRUE.contains(value.toLowerCase(Locale.ROOT));
    }

    /** One matcher from each text. */
    public static Matchers filter(List<String> filters) {
        List<Matcher> matchers = new ArrayList<>();
        for (String filter : filters) {
            try {
                matchers.add(MatcherSyntax.ANY.one(filter));
            } catch (IllegalArgumentException e) {
                throw ApiException.refused(String.valueOf(e.getMessage()));
            }
        }
        return new Matchers(matchers);
    }

    /** Whether a receiver has the labels that {@code receiver_matchers} wants; its name is the label it has. */
    public static Predicate<String> receiverMatchers(List<String> texts) {
        Matchers wanted = filter(texts);
        return name -> wanted.matches(LabelSet.of("name", name));
    }

    /** The regular expression of {@code receiver}; null when every receiver is meant. */
    public static @Nullable Pattern receiver(@Nullable String regex) {
        if (regex == null || regex.isEmpty()) {
            return null;
        }
        try {
            return Matcher.anchored(regex);
        } catch (IllegalArgumentException e) {
            throw ApiException.refused("failed to parse receiver param: " + e.getMessage());
        }
    }
}

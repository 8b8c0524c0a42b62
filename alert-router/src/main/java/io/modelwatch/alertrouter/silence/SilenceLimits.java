package io.modelwatch.alertrouter.silence;

import io.modelwatch.alertrouter.label.MatchOperator;
import io.modelwatch.alertrouter.label.Matcher;
import io.modelwatch.alertrouter.time.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;

/** What keeps a silence from hiding more than was meant. Each limit is off unless it is set. */
final class SilenceLimits {

    private final SilenceSettings settings;

    SilenceLimits(SilenceSettings settings) {
        this.settings = settings;
    }

    /**
     * What is too broad about a silence.
     *
     * @param hits how many alerts that fire now it would mute
     */
    Optional<String> complaint(SilenceDraft draft, IntSupplier hits) {
        Duration length = Duration.between(draft.startsAt(), draft.endsAt());
        Duration longest = settings.maxDuration();
        if (!longest.isZero() && length.compareTo(longest) > 0) {
            return Optional.of("silence is longer than allowed: " + Durations.format(length) + " (limit: "
                    + Durations.format(longest) + ")");
        }
        if (settings.requireEquality() && draft.matchers().list().stream().noneMatch(SilenceLimits::names)) {
            return Optional.of("silence is too broad: at least one matcher must be an equality with a value");
        }
        int most = settings.maxAffectedAlerts();
        int affected = most > 0 ? hits.getAsInt() : 0;
        return affected > most
                ? Optional.of(
                        "silence is too broad: it mutes " + affected + " alerts that fire now (limit: " + most + ")")
                : Optional.empty();
    }

    private static boolean names(Matcher matcher) {
        return matcher.operator() == MatchOperator.EQUAL && !matcher.value().isEmpty();
    }
}

package io.modelwatch.alertrouter.silence;

import io.modelwatch.alertrouter.label.Matcher;
import io.modelwatch.alertrouter.time.Rfc3339;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A silence as the API shows it. */
record SilenceJson(
        String id,
        Status status,
        String updatedAt,
        String comment,
        String createdBy,
        String endsAt,
        List<MatcherJson> matchers,
        String startsAt,
        Map<String, String> annotations) {

    static SilenceJson of(Silence silence, Instant now) {
        return new SilenceJson(
                silence.id().toString(),
                new Status(silence.state(now).text()),
                Rfc3339.millis(silence.updatedAt()),
                silence.comment(),
                silence.createdBy(),
                Rfc3339.millis(silence.endsAt()),
                silence.matchers().list().stream().map(MatcherJson::of).toList(),
                Rfc3339.millis(silence.startsAt()),
                silence.annotations());
    }

    record Status(String state) {}

    record MatcherJson(boolean isEqual, boolean isRegex, String name, String value) {

        static MatcherJson of(Matcher matcher) {
            return new MatcherJson(
                    matcher.operator().isPositive(), matcher.operator().isRegex(), matcher.name(), matcher.value());
        }
    }
}

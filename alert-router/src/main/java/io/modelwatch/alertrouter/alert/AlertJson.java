package io.modelwatch.alertrouter.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.modelwatch.alertrouter.time.Rfc3339;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An alert as the API shows it. */
public record AlertJson(
        Map<String, String> annotations,
        String endsAt,
        String fingerprint,
        List<ReceiverName> receivers,
        String startsAt,
        Status status,
        String updatedAt,

        @JsonProperty("generatorURL") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String generatorUrl,

        Map<String, String> labels) {

    /** The alert with what suppresses it and whom it reaches. */
    public static AlertJson of(Alert alert, AlertStatus status, List<String> mutedBy, List<String> receivers) {
        boolean muted = !mutedBy.isEmpty();
        return new AlertJson(
                alert.annotations(),
                Rfc3339.millis(alert.endsAt()),
                alert.fingerprint().toString(),
                receivers.stream().map(ReceiverName::new).toList(),
                Rfc3339.millis(alert.startsAt()),
                new Status(status.inhibitedBy(), mutedBy, status.silencedBy(), muted ? "suppressed" : status.state()),
                Rfc3339.millis(alert.updatedAt()),
                alert.generatorUrl().isEmpty() ? null : alert.generatorUrl(),
                alert.labels().asMap());
    }

    /** A receiver by its name. */
    public record ReceiverName(String name) {}

    /** What suppresses the alert. */
    public record Status(List<String> inhibitedBy, List<String> mutedBy, List<String> silencedBy, String state) {}
}

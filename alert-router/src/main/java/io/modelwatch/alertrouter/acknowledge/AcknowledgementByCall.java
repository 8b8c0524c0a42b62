package io.modelwatch.alertrouter.acknowledge;

import io.modelwatch.alertrouter.alert.AlertBook;
import io.modelwatch.alertrouter.alert.StoredAlert;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.notify.AcknowledgementListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A key that is pressed in a call takes on what the call named, as far as it still fires. */
@ApplicationScoped
class AcknowledgementByCall implements AcknowledgementListener {

    private final AcknowledgementBook book;
    private final AlertBook alerts;
    private final AcknowledgeSettings settings;
    private final InstantSource clock;

    AcknowledgementByCall(
            AcknowledgementBook book, AlertBook alerts, AcknowledgeSettings settings, InstantSource clock) {
        this.book = book;
        this.alerts = alerts;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void acknowledged(String groupKey, List<Map<String, String>> named, String by) {
        Instant now = clock.instant();
        List<Acknowledgement> taken = named.stream()
                .map(labels -> alerts.get(LabelSet.of(labels).fingerprint()))
                .filter(Objects::nonNull)
                .map(StoredAlert::alert)
                .filter(alert -> !alert.resolvedAt(now))
                .map(alert -> Acknowledgement.of(alert, by, "by telephone", now, settings.timeout()))
                .toList();
        if (!taken.isEmpty()) {
            book.write(taken);
        }
    }
}

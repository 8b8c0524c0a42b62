package io.modelwatch.alertrouter.silence;

import io.modelwatch.alertrouter.label.Matchers;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A silence as a client wants it, checked.
 *
 * @param startsAt may be past; the silence then begins now
 */
public record SilenceDraft(
        Matchers matchers,
        Instant startsAt,
        Instant endsAt,
        String createdBy,
        String comment,
        Map<String, String> annotations) {

    public SilenceDraft {
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    Silence create(UUID id, Instant now) {
        return new Silence(
                id, matchers, startsAt.isBefore(now) ? now : startsAt, endsAt, now, createdBy, comment, annotations);
    }
}

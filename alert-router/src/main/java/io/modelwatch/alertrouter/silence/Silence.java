package io.modelwatch.alertrouter.silence;

import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.label.Matchers;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Keeps alerts from being notified for a while.
 *
 * @param matchers what a silenced alert matches, in the order in which the client gave them
 */
public record Silence(
        UUID id,
        Matchers matchers,
        Instant startsAt,
        Instant endsAt,
        Instant updatedAt,
        String createdBy,
        String comment,
        Map<String, String> annotations) {

    public Silence {
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    public SilenceState state(Instant now) {
        if (now.isBefore(startsAt)) {
            return SilenceState.PENDING;
        }
        return now.isAfter(endsAt) ? SilenceState.EXPIRED : SilenceState.ACTIVE;
    }

    public boolean mutes(LabelSet labels, Instant now) {
        return state(now) == SilenceState.ACTIVE && matchers.matches(labels);
    }

    /** This silence, over now; one that is over stays as it is. */
    Silence expire(Instant now) {
        return switch (state(now)) {
            case ACTIVE -> lasting(startsAt, now, now);
            case PENDING -> lasting(now, now, now);
            case EXPIRED -> this;
        };
    }

    private Silence lasting(Instant start, Instant end, Instant updated) {
        return new Silence(id, matchers, start, end, changed(updated), createdBy, comment, annotations);
    }

    /** A change is never older than what it changes, whatever the clocks of the replicas say: copies go by it. */
    private Instant changed(Instant now) {
        return now.isBefore(updatedAt) ? updatedAt : now;
    }

    /** Whether this one may become the draft and keep its identity. */
    boolean canBecome(SilenceDraft draft, Instant now) {
        if (!matchers.equals(draft.matchers())) {
            return false;
        }
        return switch (state(now)) {
            case ACTIVE ->
                draft.startsAt().getEpochSecond() == startsAt.getEpochSecond()
                        && !draft.endsAt().isBefore(now);
            case PENDING -> !draft.startsAt().isBefore(now);
            case EXPIRED -> false;
        };
    }

    /** This one with what the draft changes. */
    Silence become(SilenceDraft draft, Instant now) {
        return new Silence(
                id,
                matchers,
                state(now) == SilenceState.ACTIVE ? startsAt : draft.startsAt(),
                draft.endsAt(),
                changed(now),
                draft.createdBy(),
                draft.comment(),
                draft.annotations());
    }
}

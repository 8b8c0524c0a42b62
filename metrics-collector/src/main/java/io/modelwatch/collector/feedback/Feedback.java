package io.modelwatch.collector.feedback;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One feedback, checked: it names a request or a session and says at least one thing about it.
 *
 * @param id makes a repeat recognisable
 */
record Feedback(
        String id,
        Instant at,
        About about,
        Signals signals,
        @Nullable String comment,
        Map<String, String> labels) {

    /** A thumb. */
    enum Thumbs {
        UP,
        DOWN
    }

    /** What it is about; model, service and environment are filled in from the request where the sender names none. */
    record About(
            @Nullable String requestId,
            @Nullable String sessionId,
            @Nullable String userId,
            @Nullable String model,
            @Nullable String service,
            @Nullable String environment) {}

    /**
     * What it says.
     *
     * @param rating from 1 to 5
     * @param turns how many the conversation had
     * @param retained whether the user came back
     */
    record Signals(
            @Nullable Thumbs thumbs,
            @Nullable Double rating,
            @Nullable Boolean taskCompleted,
            @Nullable Boolean humanTakeover,
            @Nullable Long turns,
            @Nullable Boolean converted,
            @Nullable BigDecimal revenueUsd,
            @Nullable Boolean retained) {

        private static final double LIKED_FROM = 4;

        boolean any() {
            return thumbs != null
                    || rating != null
                    || taskCompleted != null
                    || humanTakeover != null
                    || turns != null
                    || converted != null
                    || revenueUsd != null
                    || retained != null;
        }

        boolean judgesAnswer() {
            return thumbs != null || rating != null;
        }

        /** A thumb goes before a rating. */
        boolean likesAnswer() {
            return thumbs == null ? rating != null && rating >= LIKED_FROM : thumbs == Thumbs.UP;
        }
    }

    Feedback {
        labels = Map.copyOf(labels);
    }

    Feedback about(About newAbout) {
        return new Feedback(id, at, newAbout, signals, comment, labels);
    }
}

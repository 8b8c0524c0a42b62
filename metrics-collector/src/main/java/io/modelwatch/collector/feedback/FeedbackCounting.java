package io.modelwatch.collector.feedback;

import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.feedback.Feedback.About;
import io.modelwatch.collector.feedback.Feedback.Signals;
import io.modelwatch.collector.request.Origin;
import io.modelwatch.collector.request.RecentOrigins;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Joins feedback with its request and counts it in the windows. Thread-safe. */
final class FeedbackCounting {

    private final RecentOrigins origins;
    private final MetricWindows windows;

    FeedbackCounting(RecentOrigins origins, MetricWindows windows) {
        this.origins = origins;
        this.windows = windows;
    }

    /** The same feedback with what its request tells; what the sender said stays. */
    Feedback join(Feedback feedback) {
        About about = feedback.about();
        Optional<Origin> found = origins.find(about.requestId(), about.sessionId());
        return found.map(origin -> feedback.about(new About(
                        about.requestId(),
                        or(about.sessionId(), origin.sessionId()),
                        or(about.userId(), origin.userId()),
                        or(about.model(), origin.model()),
                        or(about.service(), origin.service()),
                        or(about.environment(), origin.environment()))))
                .orElse(feedback);
    }

    private static @Nullable String or(@Nullable String said, @Nullable String known) {
        return said == null ? known : said;
    }

    void count(Feedback feedback) {
        About about = feedback.about();
        Labels labels = Labels.NONE
                .and("model", about.model())
                .and("service", about.service())
                .and("environment", about.environment());
        Signals signals = feedback.signals();
        Instant at = feedback.at();
        count("feedback_total", labels, at);
        if (signals.judgesAnswer()) {
            count("rated_answers_total", labels, at);
        }
        if (signals.likesAnswer()) {
            count("liked_answers_total", labels, at);
        }
        outcome("judged_tasks_total", "completed_tasks_total", signals.taskCompleted(), labels, at);
        outcome("judged_takeovers_total", "human_takeovers_total", signals.humanTakeover(), labels, at);
        outcome("judged_conversions_total", "conversions_total", signals.converted(), labels, at);
        outcome("judged_retention_total", "retained_users_total", signals.retained(), labels, at);
        if (signals.rating() != null) {
            windows.add("user_rating", MetricType.HISTOGRAM, labels, signals.rating(), at);
        }
        if (signals.turns() != null) {
            windows.add(
                    "conversation_turns",
                    MetricType.HISTOGRAM,
                    labels,
                    signals.turns().doubleValue(),
                    at);
        }
        if (signals.revenueUsd() != null) {
            windows.add(
                    "revenue_usd_total",
                    MetricType.COUNTER,
                    labels,
                    signals.revenueUsd().doubleValue(),
                    at);
        }
    }

    private void outcome(String all, String those, @Nullable Boolean outcome, Labels labels, Instant at) {
        if (outcome != null) {
            count(all, labels, at);
            if (outcome) {
                count(those, labels, at);
            }
        }
    }

    private void count(String metric, Labels labels, Instant at) {
        windows.add(metric, MetricType.COUNTER, labels, 1, at);
    }
}

package io.modelwatch.alertrouter.dispatch;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why an alert did or did not notify, and when that may change.
 *
 * @param state active, suppressed or resolved
 * @param routes every route that it reaches, escalations last
 */
public record Explanation(
        String fingerprint,
        Map<String, String> labels,
        String state,
        String starts_at,
        String ends_at,
        String updated_at,
        List<String> silenced_by,
        List<String> inhibited_by,
        @Nullable Taken acknowledged,
        List<ExplainedRoute> routes) {

    /** Who has taken it on. */
    public record Taken(
            String owner,
            String comment,
            String at,
            @Nullable String until) {}

    /**
     * A route that the alert reaches.
     *
     * @param path the matchers from the root down
     * @param muted_by names of the time intervals that mute it now
     * @param next_flush when the group is looked at again; null when there is no group
     */
    public record ExplainedRoute(
            List<String> path,
            String receiver,
            boolean escalation,
            String group_key,
            Map<String, String> group_labels,
            String group_wait,
            String group_interval,
            String repeat_interval,
            List<String> muted_by,
            @Nullable String next_flush,
            List<ExplainedIntegration> integrations) {}

    /**
     * An integration of the route's receiver.
     *
     * @param told what it was told of the alert last: nothing, firing or resolved
     * @param told_at when the group's last message was told
     * @param next_send when the next message is due as things are, null when none is
     * @param next_reason why that is sent, or why nothing is
     * @param attempts the last deliveries of the group, the newest first
     */
    public record ExplainedIntegration(
            String integration,
            boolean send_resolved,
            String told,
            @Nullable String told_at,
            @Nullable String next_send,
            String next_reason,
            List<Attempt> attempts) {}

    /** A delivery of the group. */
    public record Attempt(
            String begun_at,
            @Nullable String ended_at,
            String reason,
            String state,
            int attempts,
            @Nullable String error) {}
}

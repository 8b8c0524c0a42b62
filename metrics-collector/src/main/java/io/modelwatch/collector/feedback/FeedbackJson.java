package io.modelwatch.collector.feedback;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A feedback on the wire, for the API's description; {@link FeedbackParser} reads it. */
@Schema(name = "Feedback", description = "Names a request or a session and says at least one thing about it.")
record FeedbackJson(
        @JsonProperty("feedback_id")
        @Schema(description = "makes a repeat harmless; where it is missing, the same things said again are a repeat")
        @Nullable
        String feedbackId,

        @Schema(description = "now where it is missing") @Nullable
        Instant timestamp,

        @JsonProperty("request_id") @Nullable String requestId,
        @JsonProperty("session_id") @Nullable String sessionId,
        @JsonProperty("user_id") @Nullable String userId,

        @Schema(description = "taken from the request where it is missing") @Nullable
        String model,

        @Nullable String service,
        @Nullable String environment,

        @Schema(enumeration = {"up", "down"}) @Nullable String thumbs,

        @Schema(description = "from 1 to 5; from 4 on the answer was liked") @Nullable
        Double rating,

        @JsonProperty("task_completed") @Nullable Boolean taskCompleted,
        @JsonProperty("human_takeover") @Nullable Boolean humanTakeover,

        @Schema(description = "of the conversation") @Nullable
        Long turns,

        @Nullable Boolean converted,
        @JsonProperty("revenue_usd") @Nullable BigDecimal revenueUsd,

        @Schema(description = "whether the user came back") @Nullable
        Boolean retained,

        @Nullable String comment,
        @Nullable Map<String, String> labels) {}

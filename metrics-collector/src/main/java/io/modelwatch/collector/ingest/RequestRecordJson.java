package io.modelwatch.collector.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A request record on the wire, for the API's description; {@link RequestBodies} reads it. */
@Schema(name = "RequestRecord", description = "Unknown fields are kept in extra.")
record RequestRecordJson(
        @JsonProperty("request_id") @Schema(required = true, description = "makes a repeat harmless")
        String requestId,

        @Schema(description = "when the request ended; now where it is missing") @Nullable
        Instant timestamp,

        @Nullable String service,
        @Nullable String environment,
        @Nullable String provider,
        @Nullable String operation,
        @Schema(required = true) String model,
        @JsonProperty("user_id") @Nullable String userId,
        @JsonProperty("session_id") @Nullable String sessionId,

        @Schema(
                required = true,
                enumeration = {"success", "error"})
        String status,

        @Nullable String error,
        @JsonProperty("error_type") @Nullable String errorType,
        @JsonProperty("http_status") @Nullable Integer httpStatus,

        @JsonProperty("input_tokens") @Schema(description = "cached ones included") @Nullable
        Long inputTokens,

        @JsonProperty("output_tokens") @Schema(description = "reasoning ones included") @Nullable
        Long outputTokens,

        @JsonProperty("cached_tokens") @Nullable Long cachedTokens,
        @JsonProperty("reasoning_tokens") @Nullable Long reasoningTokens,

        @JsonProperty("cache_write_tokens")
        @Schema(description = "of the input, put into the provider's prompt cache")
        @Nullable
        Long cacheWriteTokens,

        @JsonProperty("audio_input_tokens") @Schema(description = "of the input") @Nullable
        Long audioInputTokens,

        @JsonProperty("audio_output_tokens") @Schema(description = "of the output") @Nullable
        Long audioOutputTokens,

        @JsonProperty("output_images") @Nullable Long outputImages,

        @JsonProperty("cache_hit")
        @Schema(description = "the whole answer came from a cache and costs nothing")
        @Nullable
        Boolean cacheHit,

        @Nullable Boolean stream,
        @JsonProperty("latency_ms") @Nullable Double latencyMs,
        @JsonProperty("ttft_ms") @Nullable Double ttftMs,
        @JsonProperty("queue_ms") @Nullable Double queueMs,

        @JsonProperty("cost_usd") @Schema(description = "goes before the cost computed from the price table") @Nullable
        BigDecimal costUsd,

        @Nullable String prompt,
        @JsonProperty("system_prompt") @Nullable String systemPrompt,
        @Nullable List<String> context,
        @Nullable String response,
        @Nullable String reference,
        @JsonProperty("trace_id") @Nullable String traceId,
        @JsonProperty("span_id") @Nullable String spanId,
        @Nullable Map<String, String> labels,

        @Schema(type = SchemaType.OBJECT) @Nullable Object extra) {}

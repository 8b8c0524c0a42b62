package io.modelwatch.collector.sample;

import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A sample on the wire, for the API's description; {@link SampleParser} reads it. */
@Schema(name = "Sample")
record SampleJson(
        @Schema(required = true, examples = "gpu_utilization")
        String name,

        @Schema(required = true) double value,

        @Schema(description = "now where it is missing") @Nullable
        Instant timestamp,

        @Nullable Map<String, String> labels) {}

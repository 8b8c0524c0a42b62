package io.modelwatch.collector.ingest;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.math.BigDecimal;
import java.time.Duration;

/** Settings of taking in request records. */
@ConfigMapping(prefix = "metrics-collector.requests")
public interface IngestConfig {

    /** How long a {@code request_id} is known: a repeat within that time does not count again. */
    @WithDefault("1h")
    Duration knownFor();

    /** How many are known at most, the latest ones; about 110 bytes of memory each. */
    @WithDefault("500000")
    @Min(1)
    @Max(50_000_000)
    int knownMax();

    /** How far a timestamp may lie ahead; within that it counts as now, beyond the record is refused. */
    @WithDefault("5m")
    Duration futureTolerance();

    /** Most characters of names and identifiers such as {@code model} or {@code request_id}. */
    @WithDefault("256")
    @Min(1)
    int maxNameChars();

    /** Most characters of {@code error}. */
    @WithDefault("65536")
    @Min(1)
    int maxErrorChars();

    /** Most characters of {@code prompt}, {@code response} and the other long texts, each. */
    @WithDefault("1M")
    MemorySize maxTextChars();

    /** Most texts in {@code context}. */
    @WithDefault("256")
    @Min(0)
    int maxContextItems();

    /** Most entries of {@code labels}. */
    @WithDefault("64")
    @Min(0)
    int maxLabels();

    /** Largest token count. */
    @WithDefault("100000000")
    @Min(1)
    long maxTokens();

    /** Longest latency, time to first token and queueing time. */
    @WithDefault("24h")
    Duration maxDuration();

    /** Highest {@code cost_usd}. */
    @WithDefault("100000")
    BigDecimal maxCostUsd();
}

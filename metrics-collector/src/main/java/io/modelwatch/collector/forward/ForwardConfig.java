package io.modelwatch.collector.forward;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Settings of handing records on. */
@ConfigMapping(prefix = "metrics-collector.forward")
public interface ForwardConfig {

    /** To log-indexer. */
    DestinationConfig logs();

    /** To quality-evaluator. */
    DestinationConfig evaluations();

    /** To the long-term store, where {@code metrics-collector.clickhouse.url} names one. */
    DestinationConfig clickhouse();

    /** The share of records with a response that quality-evaluator gets, from 0 to 1; chosen by request_id. */
    @WithDefault("1.0")
    @DecimalMin("0")
    @DecimalMax("1")
    double evaluationsSampling();

    /** How long the best-effort buffers are emptied when the service stops. */
    @WithDefault("5s")
    Duration drainTimeout();

    /** Settings of one destination. */
    interface DestinationConfig {

        /** {@code required}, {@code best-effort} or {@code off}. */
        DeliveryPolicy policy();

        /** Required: how often a batch is tried before the sender gets its 503. */
        @WithDefault("3")
        @Min(1)
        int attempts();

        /** Required: after so many deliveries in a row that failed, senders get their 503 at once; 0: never. */
        @WithDefault("5")
        @Min(0)
        int breakerFailures();

        /** Required: for how long, until the destination is tried again. */
        @WithDefault("1s")
        Duration breakerOpenFor();

        /** The pause after the first attempt; it doubles with each further one. */
        @WithDefault("100ms")
        Duration retryDelay();

        /** The longest pause between two attempts. */
        @WithDefault("10s")
        Duration maxRetryDelay();

        /** Most records in one request. */
        @WithDefault("500")
        @Min(1)
        int batchRecords();

        /** Most bytes in one request. */
        @WithDefault("4M")
        MemorySize batchBytes();

        /** Best effort: how long a batch waits to become full. */
        @WithDefault("200ms")
        Duration linger();

        /** Best effort: how long a batch is tried before it is dropped. */
        @WithDefault("5m")
        Duration giveUpAfter();

        /** Best effort: most records in the buffer. */
        @WithDefault("10000")
        @Min(1)
        int bufferRecords();

        /** Best effort: most bytes in the buffer. */
        @WithDefault("32M")
        MemorySize bufferBytes();
    }
}

package io.modelwatch.collector.exposition;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;

/** Settings of {@code /metrics}. */
@ConfigMapping(prefix = "metrics-collector.exposition")
public interface ExpositionConfig {

    /** Which families of requests there are: {@code llm_…} (seed), {@code gen_ai_…} (otel) or both. */
    @WithDefault("both")
    ExposedNames names();

    /** How long a series of a model stays without a request. */
    @WithDefault("24h")
    Duration idleAfter();

    /** Most label sets by model with a series of their own; further ones share the label value {@code other}. */
    @WithDefault("1000")
    @Min(1)
    @Max(100_000)
    int maxModels();

    /** Whether the gauges and counters of the catalogue stand there as {@code modelwatch_…}. */
    @WithDefault("true")
    boolean catalogue();

    /** The labels that {@code modelwatch_…} families keep; series that differ only in others are put together. */
    @WithDefault("model,provider,service,environment,operation,status,gpu,gpu_uuid,gpu_instance,host,namespace,pod,"
            + "instance,engine,version,mountpoint,feature,detector,target,job")
    List<String> labels();
}

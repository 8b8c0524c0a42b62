package io.modelwatch.collector.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Settings of streams. */
@ConfigMapping(prefix = "metrics-collector.stream")
public interface StreamConfig {

    /** Most readers at a time; further ones are answered 503. */
    @WithDefault("64")
    @Min(1)
    @Max(10_000)
    int maxReaders();

    /** How often a quiet stream shows that it is alive. */
    @WithDefault("15s")
    Duration heartbeat();

    /** How long a reader may leave what was sent unread before its stream is ended. */
    @WithDefault("30s")
    Duration patience();
}

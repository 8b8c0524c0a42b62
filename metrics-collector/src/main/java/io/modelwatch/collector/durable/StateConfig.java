package io.modelwatch.collector.durable;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of what survives a restart. */
@ConfigMapping(prefix = "metrics-collector.state")
public interface StateConfig {

    /** Directory for windows and known requests, used by one process only; without it a restart blanks them. */
    Optional<Path> directory();

    /** Longest time between two snapshots while there are changes; what lies between is in the journal. */
    @WithDefault("1m")
    Duration snapshotInterval();

    /** A journal of that size ends with a snapshot. */
    @WithDefault("64M")
    MemorySize maxJournal();
}

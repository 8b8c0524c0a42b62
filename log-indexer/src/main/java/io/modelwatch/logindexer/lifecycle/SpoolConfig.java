package io.modelwatch.logindexer.lifecycle;

import io.modelwatch.logindexer.spool.SpoolSettings;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Where records wait on disk and how many. */
@ConfigMapping(prefix = "log-indexer.spool")
interface SpoolConfig {

    /** Directory of the spool and, in {@code dead-letters} below it, of the dead letters; used by one process only. */
    @WithDefault("spool")
    Path directory();

    /** Size at which a new file is begun. */
    @WithDefault("64M")
    MemorySize segmentBytes();

    /** Most bytes of the spool; beyond it records are refused with 503. */
    @WithDefault("10G")
    MemorySize maxBytes();

    /** Bytes of the disk that stay free: records are refused with 503 before they are touched. */
    @WithDefault("512M")
    MemorySize reserveBytes();

    /** Most bytes of damaged files that are kept aside for a human to look at. */
    @WithDefault("256M")
    MemorySize asideBytes();

    /** Shortest time between two writes of the ledger. */
    @WithDefault("200ms")
    Duration ledgerInterval();

    default SpoolSettings settings() {
        return new SpoolSettings(
                directory(),
                segmentBytes().asLongValue(),
                maxBytes().asLongValue(),
                reserveBytes().asLongValue(),
                asideBytes().asLongValue(),
                ledgerInterval());
    }
}

package io.modelwatch.logindexer.lifecycle;

import io.modelwatch.logindexer.deadletter.DeadLetterSettings;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many dead letters are kept. */
@ConfigMapping(prefix = "log-indexer.dead-letters")
interface DeadLetterConfig {

    /** Most bytes of dead letters; beyond it the oldest go, and are counted. */
    @WithDefault("1G")
    MemorySize maxBytes();

    default DeadLetterSettings settings(SpoolConfig spool) {
        try {
            return new DeadLetterSettings(
                    spool.directory().resolve("dead-letters"),
                    maxBytes().asLongValue(),
                    spool.asideBytes().asLongValue());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("log-indexer.dead-letters: " + e.getMessage(), e);
        }
    }
}

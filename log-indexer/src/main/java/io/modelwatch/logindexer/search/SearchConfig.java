package io.modelwatch.logindexer.search;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds of a search. */
@ConfigMapping(prefix = "log-indexer.search")
interface SearchConfig {

    /** How long a search may take. */
    @WithDefault("10s")
    Duration timeout();

    /** Most bytes of an answer of Elasticsearch. */
    @WithDefault("16M")
    MemorySize maxAnswerBytes();
}

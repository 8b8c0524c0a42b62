package io.modelwatch.logindexer.elasticsearch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;

/** Where documents go and how long they stay. */
@ConfigMapping(prefix = "log-indexer.data-stream")
public interface DataStreamConfig {

    /** How Elasticsearch spells a duration. */
    String DURATION = "[0-9]{1,9}(ms|s|m|h|d)";

    /** Tells installations apart that share an Elasticsearch: the data stream is {@code logs-llm-<namespace>}. */
    @WithDefault("default")
    @Pattern(regexp = "[a-z0-9][a-z0-9._]{0,99}")
    String namespace();

    /** How long documents are kept, as Elasticsearch spells it. */
    @WithDefault("30d")
    @Pattern(regexp = DURATION)
    String retention();

    /** How soon a document can be found after it was stored, as Elasticsearch spells it. */
    @WithDefault("5s")
    @Pattern(regexp = DURATION)
    String refreshInterval();

    /** Whether the lifecycle policy and the templates are installed; without it somebody else must have done so. */
    @WithDefault("true")
    boolean manageTemplates();
}

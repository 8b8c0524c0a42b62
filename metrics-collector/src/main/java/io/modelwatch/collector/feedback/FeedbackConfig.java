package io.modelwatch.collector.feedback;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.math.BigDecimal;
import java.time.Duration;

/** Settings of feedback. */
@ConfigMapping(prefix = "metrics-collector.feedback")
public interface FeedbackConfig {

    /** How many requests are remembered so that feedback finds its model; about 500 bytes of memory each. */
    @WithDefault("50000")
    @Min(0)
    int joinMax();

    /** How long they are remembered. */
    @WithDefault("24h")
    Duration joinFor();

    /** Most characters of {@code comment}. */
    @WithDefault("4096")
    @Min(0)
    int maxCommentChars();

    /** Highest {@code revenue_usd}. */
    @WithDefault("10000000")
    BigDecimal maxRevenueUsd();
}

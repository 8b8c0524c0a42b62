package io.modelwatch.collector.scrape;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Settings of scraping. */
@ConfigMapping(prefix = "metrics-collector.scrape")
public interface ScrapeConfig {

    /** What is scraped. */
    List<TargetConfig> targets();

    /** Most bytes of an answer, inflated; a larger one counts as a failure. */
    @WithDefault("32M")
    MemorySize maxBody();

    /** Most samples of an answer; more of them count as a failure. */
    @WithDefault("200000")
    @Min(1)
    int maxSamples();

    /** One target. */
    interface TargetConfig {

        /** Its metrics page. */
        URI url();

        /** How often it is asked. */
        @WithDefault("15s")
        Duration interval();

        /** How long an answer may take. */
        @WithDefault("10s")
        Duration timeout();

        /** Labels of everything it says. */
        Map<String, String> labels();
    }
}

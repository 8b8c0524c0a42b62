package io.modelwatch.devstack.demo;

import java.util.List;

/**
 * How one model behaves while all is well. Latency is log-normal around {@code baseMs + output tokens · msPerToken}.
 *
 * @param weight its share of the traffic, relative to the others
 * @param spread sigma of the log-normal distribution
 * @param thinks share of requests with reasoning tokens
 */
record ModelProfile(
        String name, String provider, double weight, double baseMs, double msPerToken, double spread, double thinks) {

    static final List<ModelProfile> ALL = List.of(
            new ModelProfile("gpt-4o", "openai", 0.24, 260, 3.5, 0.32, 0),
            new ModelProfile("gpt-4o-mini", "openai", 0.26, 140, 2.0, 0.30, 0),
            new ModelProfile("claude-sonnet-4-5", "anthropic", 0.18, 340, 4.0, 0.30, 0.25),
            new ModelProfile("deepseek-chat", "deepseek", 0.18, 320, 4.2, 0.34, 0),
            new ModelProfile("qwen-max", "alibaba", 0.14, 280, 3.8, 0.32, 0));
}

package io.modelwatch.collector.request;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How long the request took, in milliseconds.
 *
 * @param stream whether the answer came in pieces
 * @param latencyMs from the question to the last token
 * @param ttftMs from the question to the first token
 * @param queueMs waiting before the model began
 */
public record Timing(
        @Nullable Boolean stream,
        @Nullable Double latencyMs,
        @Nullable Double ttftMs,
        @Nullable Double queueMs) {

    /** Tokens per second of the whole latency; empty without tokens or without a latency. */
    public OptionalDouble throughput(Tokens tokens) {
        return latencyMs == null || latencyMs <= 0 || tokens.outputOrZero() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(tokens.outputOrZero() * 1000.0 / latencyMs);
    }

    /** Milliseconds an output token took after the first one; empty unless both times and two tokens are known. */
    public OptionalDouble perOutputToken(Tokens tokens) {
        return latencyMs == null || ttftMs == null || latencyMs < ttftMs || tokens.outputOrZero() < 2
                ? OptionalDouble.empty()
                : OptionalDouble.of((latencyMs - ttftMs) / (tokens.outputOrZero() - 1));
    }
}

package io.modelwatch.collector.textformat;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two text formats. */
public enum TextFormat {
    /** Prometheus text 0.0.4. */
    PROMETHEUS,
    /** OpenMetrics 1.0. */
    OPEN_METRICS;

    /** By the {@code Content-Type} of an answer; Prometheus text where it names no format. */
    public static TextFormat of(@Nullable String contentType) {
        return contentType != null
                        && contentType.trim().toLowerCase(Locale.ROOT).startsWith("application/openmetrics-text")
                ? OPEN_METRICS
                : PROMETHEUS;
    }

    /**
     * Reads a whole exposition. Allocates nothing for a sample whose name and labels the handler does not ask for.
     *
     * @param mostSamples more of them are refused
     * @return the number of samples
     * @throws MalformedExpositionException when any line is wrong; then nothing of the exposition counts
     */
    public int read(byte[] exposition, int mostSamples, ExpositionHandler handler) throws MalformedExpositionException {
        Scanner scanner = new Scanner(exposition);
        return switch (this) {
            case PROMETHEUS -> new PrometheusReader(scanner, mostSamples, handler).read();
            case OPEN_METRICS -> new OpenMetricsReader(scanner, mostSamples, handler).read();
        };
    }
}

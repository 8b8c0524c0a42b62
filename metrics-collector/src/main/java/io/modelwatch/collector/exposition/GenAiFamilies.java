package io.modelwatch.collector.exposition;

import io.modelwatch.collector.request.Origin;
import io.modelwatch.collector.request.RequestRecord;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The histograms of OpenTelemetry's GenAI conventions (v1.41) under their names for Prometheus, in seconds, with the
 * conventions' boundaries. Thread-safe.
 */
final class GenAiFamilies implements RequestFamilies {

    private static final String DURATION = "gen_ai_client_operation_duration_seconds";
    private static final String FIRST_CHUNK = "gen_ai_client_operation_time_to_first_chunk_seconds";
    private static final String USAGE = "gen_ai_client_token_usage";
    private static final double[] SECONDS = {
        .01, .02, .04, .08, .16, .32, .64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92
    };
    private static final double[] TOKENS = {
        1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864
    };
    private static final double MILLIS = 1000;
    private static final String UNNAMED_ERROR = "_OTHER";

    private final InstantSource clock;
    private final ModelNames models;
    private final Histogram duration;
    private final Histogram firstChunk;
    private final Histogram usage;
    private final SeriesCap durations;
    private final SeriesCap calls;

    GenAiFamilies(PrometheusRegistry registry, ModelNames models, SeriesBounds bounds, InstantSource clock) {
        this.models = models;
        this.clock = clock;
        this.durations = new SeriesCap(bounds);
        this.calls = new SeriesCap(bounds);
        duration = Histogram.builder()
                .name(DURATION)
                .help("Duration of GenAI operations")
                .unit(Unit.SECONDS)
                .labelNames("gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model", "error_type")
                .classicUpperBounds(SECONDS)
                .register(registry);
        firstChunk = Histogram.builder()
                .name(FIRST_CHUNK)
                .help("Time to the first chunk of streamed GenAI operations")
                .unit(Unit.SECONDS)
                .labelNames("gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model")
                .classicUpperBounds(SECONDS)
                .register(registry);
        usage = Histogram.builder()
                .name(USAGE)
                .help("Tokens of GenAI operations; input includes cached ones, output reasoning ones")
                .labelNames(
                        "gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model", "gen_ai_token_type")
                .classicUpperBounds(TOKENS)
                .register(registry);
    }

    @Override
    public void count(RequestRecord request) {
        Instant now = clock.instant();
        Labels exemplar = Exemplars.of(request.trace());
        Origin origin = request.origin();
        List<String> call = List.of(text(origin.operation()), text(origin.provider()), models.of(request));
        Double latency = request.timing().latencyMs();
        if (latency != null) {
            List<String> labels = durations.of(and(call, errorType(request)), now);
            Exemplars.observe(duration.labelValues(array(labels)), latency / MILLIS, exemplar);
        }
        Double ttft = request.timing().ttftMs();
        Long input = request.tokens().input();
        Long output = request.tokens().output();
        if (ttft == null && input == null && output == null) {
            return;
        }
        List<String> labels = calls.of(call, now);
        if (ttft != null) {
            Exemplars.observe(firstChunk.labelValues(array(labels)), ttft / MILLIS, exemplar);
        }
        tokens(labels, "input", input, exemplar);
        tokens(labels, "output", output, exemplar);
    }

    private void tokens(List<String> call, String type, @Nullable Long count, @Nullable Labels exemplar) {
        if (count != null) {
            Exemplars.observe(usage.labelValues(array(and(call, type))), (double) count, exemplar);
        }
    }

    private static String errorType(RequestRecord request) {
        if (!request.failed()) {
            return "";
        }
        String type = request.outcome().errorType();
        return type == null ? UNNAMED_ERROR : type;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static List<String> and(List<String> call, String last) {
        return List.of(call.get(0), call.get(1), call.get(2), last);
    }

    private static String[] array(List<String> values) {
        return values.toArray(String[]::new);
    }

    @Override
    public void expire(Instant now) {
        durations.expire(now, values -> duration.remove(array(values)));
        calls.expire(now, values -> {
            firstChunk.remove(array(values));
            usage.remove(array(and(values, "input")));
            usage.remove(array(and(values, "output")));
        });
    }

    @Override
    public Map<String, Long> overflows() {
        return Map.of(DURATION, durations.overflows(), USAGE, calls.overflows());
    }
}

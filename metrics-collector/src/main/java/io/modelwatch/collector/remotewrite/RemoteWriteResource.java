package io.modelwatch.collector.remotewrite;

import io.modelwatch.collector.catalogue.CatalogueStore;
import io.modelwatch.collector.foreign.CounterIncrements;
import io.modelwatch.collector.ingest.InFlightBudget;
import io.modelwatch.collector.ingest.WholeBody;
import io.modelwatch.collector.remotewrite.OpenReadings.Taken;
import io.modelwatch.collector.sample.SampleConfig;
import io.modelwatch.collector.settings.LimitsConfig;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/write}: Prometheus remote write 1.0. */
@Startup // every family must be there from the start
@Singleton
@Path("/api/v1/write")
@Tag(name = "samples")
public class RemoteWriteResource {

    private static final int MOST_TOTALS = 200_000;
    private static final OpenReadings.Bounds BOUNDS =
            new OpenReadings.Bounds(10_000, 50_000, Duration.ofSeconds(5), Duration.ofMinutes(5));

    private final OpenReadings readings;
    private final InFlightBudget budget;
    private final long maxBytes;
    private final Counter samples;

    @Inject
    RemoteWriteResource(
            CatalogueStore catalogue,
            MetricWindows windows,
            InFlightBudget budget,
            LimitsConfig limits,
            SampleConfig bounds,
            PrometheusRegistry registry,
            InstantSource clock) {
        this.readings = new OpenReadings(
                new OpenReadings.Bounds(BOUNDS.targets(), BOUNDS.values(), BOUNDS.linger(), bounds.futureTolerance()),
                new CounterIncrements(MOST_TOTALS),
                catalogue,
                windows,
                clock);
        this.budget = budget;
        this.maxBytes = limits.maxBody().asLongValue();
        this.samples = Counter.builder()
                .name("metrics_collector_remote_write_samples_total")
                .help("Samples of remote write by what became of them")
                .labelNames("result")
                .register(registry);
        samples.initLabelValues("known");
        samples.initLabelValues("unknown");
        samples.initLabelValues("dropped");
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    @Operation(
            summary = "Takes series from a Prometheus (remote write 1.0)",
            description = "prometheus.WriteRequest as protobuf in a block of Snappy. Samples of metrics that the"
                    + " catalogue has, by our name or that of an engine, a GPU or a machine, are kept, the others"
                    + " counted. Remote write 2.0 is answered 415, upon which the sender falls back to 1.0.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/x-protobuf", schema = @Schema(implementation = Object.class)))
    @APIResponse(responseCode = "204", description = "Taken")
    @APIResponse(responseCode = "400", description = "The body is damaged: the sender must not repeat it")
    @APIResponse(responseCode = "413", description = "The body is too large")
    @APIResponse(responseCode = "415", description = "Not remote write 1.0, or not Snappy")
    @APIResponse(responseCode = "503", description = "Send again after Retry-After seconds")
    public Response write(
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding,
            @HeaderParam("X-Prometheus-Remote-Write-Version") @Nullable String version) {
        check(lower(contentType), lower(contentEncoding), version == null ? "" : version);
        try (InFlightBudget.Share share = budget.open()) {
            byte[] block = WholeBody.read(body, null, maxBytes, share);
            byte[] message = SnappyBlock.inflate(block, maxBytes);
            share.grow(message.length);
            Taken taken = readings.take(WriteRequestReader.read(message));
            samples.labelValues("known").inc(taken.known());
            samples.labelValues("unknown").inc(taken.unknown());
            samples.labelValues("dropped").inc(taken.dropped());
        }
        return Response.noContent().build();
    }

    private static String lower(@Nullable String header) {
        return header == null ? "" : header.toLowerCase(Locale.ROOT).replace(" ", "");
    }

    private static void check(String contentType, String contentEncoding, String version) {
        if (!contentType.startsWith("application/x-protobuf")
                || contentType.contains("proto=io.prometheus.write.v2")
                || version.startsWith("2.")) {
            throw Problem.of(
                            CommonProblem.UNSUPPORTED_MEDIA_TYPE,
                            "remote write 1.0 is spoken here: Content-Type application/x-protobuf with"
                                    + " prometheus.WriteRequest")
                    .asException();
        }
        if (!contentEncoding.equals("snappy")) {
            throw Problem.of(
                            CommonProblem.UNSUPPORTED_MEDIA_TYPE,
                            "Content-Encoding must be snappy, was '" + contentEncoding + "'")
                    .asException();
        }
    }

    /** On the scheduler's worker thread. */
    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void recordIdle() {
        readings.recordIdle();
    }
}

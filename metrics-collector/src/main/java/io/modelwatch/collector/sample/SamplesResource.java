package io.modelwatch.collector.sample;

import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.CatalogueStore;
import io.modelwatch.collector.settings.LimitsConfig;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.intake.BatchResult;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.Limits;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.intake.RawRecord;
import io.modelwatch.intake.RecordReader;
import io.modelwatch.intake.http.Answers;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/samples}: values of catalogue metrics that others measured. */
@Startup // a bad setting must stop the start, and every family be there from the start
@Path("/api/v1/samples")
@Tag(name = "samples")
public class SamplesResource {

    private final CatalogueStore catalogue;
    private final MetricWindows windows;
    private final SampleParser parser;
    private final Limits limits;
    private final InstantSource clock;
    private final Counter samples;

    @Inject
    SamplesResource(
            CatalogueStore catalogue,
            MetricWindows windows,
            SampleConfig config,
            LimitsConfig limits,
            InstantSource clock,
            PrometheusRegistry registry) {
        this.catalogue = catalogue;
        this.windows = windows;
        this.parser = new SampleParser(new SampleParser.Bounds(
                config.maxLabels(), config.maxLabelChars(), windows.span(), config.futureTolerance()));
        this.limits = limits.toLimits();
        this.clock = clock;
        this.samples = Counter.builder()
                .name("metrics_collector_samples_total")
                .help("Samples by what became of them")
                .labelNames("result")
                .register(registry);
        samples.initLabelValues("accepted");
        samples.initLabelValues("rejected");
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Takes samples of catalogue metrics",
            description = "One object, an array or NDJSON; gzip is fine. A sample of a counter is an increment.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SampleJson.class)))
    @APIResponse(
            responseCode = "200",
            description = "All taken",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchResult.class)))
    @APIResponse(responseCode = "207", description = "Some taken, see the results")
    @APIResponse(responseCode = "400", description = "None taken: the problem names record and field")
    @APIResponse(responseCode = "413", description = "The body or a record is too large")
    public Response post(
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding) {
        Catalogue current = catalogue.get();
        Instant now = clock.instant();
        BatchResult result = new BatchResult();
        List<Sample> taken = new ArrayList<>();
        try (RecordReader records = RecordReader.open(body, contentType, contentEncoding, limits)) {
            for (RawRecord raw = records.next(); raw != null; raw = records.next()) {
                try {
                    taken.add(parser.parse(Fields.parse(raw), current, now));
                    result.accepted(raw.index(), null);
                } catch (ProblemException e) {
                    result.rejected(raw.index(), null, e.problem());
                }
            }
        }
        windows.together(() -> taken.forEach(sample -> windows.add(
                sample.metric().name(), sample.metric().type(), sample.labels(), sample.value(), sample.at())));
        samples.labelValues("accepted").inc(result.accepted());
        samples.labelValues("rejected").inc(result.rejected());
        return Answers.of(result);
    }
}

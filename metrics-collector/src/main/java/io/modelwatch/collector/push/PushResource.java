package io.modelwatch.collector.push;

import io.modelwatch.collector.catalogue.CatalogueStore;
import io.modelwatch.collector.foreign.CounterIncrements;
import io.modelwatch.collector.foreign.ForeignReading;
import io.modelwatch.collector.ingest.InFlightBudget;
import io.modelwatch.collector.ingest.WholeBody;
import io.modelwatch.collector.settings.LimitsConfig;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.intake.ProblemException;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The API of the Pushgateway, {@code /metrics/job/…}. Errors have its form too: plain text. */
@Startup // every family must be there from the start
@Singleton
@Path("/metrics/{job:job(?:@base64)?}/{key:.+}")
@Tag(name = "push")
public class PushResource {

    private static final String BEFORE_KEY = "/metrics/";
    private static final int MOST_TOTALS = 100_000;
    private static final int OVERLOADED = 503;

    private final PushedGroups groups;
    private final InFlightBudget budget;
    private final long maxBytes;
    private final int mostSamples;
    private final CounterIncrements increments = new CounterIncrements(MOST_TOTALS);
    private final CatalogueStore catalogue;
    private final MetricWindows windows;
    private final InstantSource clock;
    private final Counter pushes;

    @Inject
    PushResource(
            PushedGroups groups,
            PushConfig config,
            InFlightBudget budget,
            LimitsConfig limits,
            CatalogueStore catalogue,
            MetricWindows windows,
            InstantSource clock,
            PrometheusRegistry registry) {
        this.groups = groups;
        this.budget = budget;
        this.maxBytes = limits.maxBody().asLongValue();
        this.mostSamples = config.maxSeries();
        this.catalogue = catalogue;
        this.windows = windows;
        this.clock = clock;
        this.pushes = Counter.builder()
                .name("metrics_collector_pushes_total")
                .help("Pushes by what became of them")
                .labelNames("result")
                .register(registry);
        pushes.initLabelValues("accepted");
        pushes.initLabelValues("rejected");
        GaugeWithCallback.builder()
                .name("metrics_collector_pushed_series")
                .help("Series of the groups that were pushed")
                .callback(gauge -> gauge.call(groups.series()))
                .register(registry);
    }

    @PUT
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    @Operation(
            summary = "Replaces a group (Pushgateway)",
            description = "Prometheus text 0.0.4, gzip is fine. The path has names and values of labels in turn, job"
                    + " first; NAME@base64 has its value in URL-safe Base64. Metrics that the catalogue has go to the"
                    + " windows as well.")
    @Parameter(name = "job", in = ParameterIn.PATH, description = "job or job@base64")
    @Parameter(name = "key", in = ParameterIn.PATH, description = "the job's name and further labels")
    @RequestBody(content = @Content(mediaType = "text/plain", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "200", description = "Taken")
    @APIResponse(responseCode = "400", description = "Not taken, the text says why")
    public Response put(
            InputStream body,
            @Context UriInfo uri,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding) {
        return push(body, uri, contentType, contentEncoding, true);
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    @Operation(
            summary = "Replaces the families of a group that have the pushed names (Pushgateway)",
            description = "Otherwise as PUT.")
    @Parameter(name = "job", in = ParameterIn.PATH, description = "job or job@base64")
    @Parameter(name = "key", in = ParameterIn.PATH, description = "the job's name and further labels")
    @RequestBody(content = @Content(mediaType = "text/plain", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "200", description = "Taken")
    @APIResponse(responseCode = "400", description = "Not taken, the text says why")
    public Response post(
            InputStream body,
            @Context UriInfo uri,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding) {
        return push(body, uri, contentType, contentEncoding, false);
    }

    @DELETE
    @Operation(summary = "Forgets a group (Pushgateway)")
    @Parameter(name = "job", in = ParameterIn.PATH, description = "job or job@base64")
    @Parameter(name = "key", in = ParameterIn.PATH, description = "the job's name and further labels")
    @APIResponse(responseCode = "202", description = "It is not there any more")
    public Response delete(@Context UriInfo uri) {
        try {
            groups.delete(key(uri));
            return Response.accepted().build();
        } catch (IllegalArgumentException e) {
            return failure(Response.Status.BAD_REQUEST.getStatusCode(), e);
        }
    }

    private Response push(
            InputStream body,
            UriInfo uri,
            @Nullable String contentType,
            @Nullable String contentEncoding,
            boolean replace) {
        if (contentType != null && contentType.toLowerCase(Locale.ROOT).contains("protobuf")) {
            pushes.labelValues("rejected").inc();
            return failure(
                    Response.Status.UNSUPPORTED_MEDIA_TYPE.getStatusCode(),
                    new IllegalArgumentException("push Prometheus text 0.0.4, not protobuf"));
        }
        try (InFlightBudget.Share share = budget.open()) {
            GroupingKey key = key(uri);
            byte[] text = WholeBody.read(body, contentEncoding, maxBytes, share);
            Map<String, PushedFamily> families = PushBody.read(text, key, mostSamples);
            Instant now = clock.instant();
            groups.push(key, families, replace, now);
            record(key, families, now);
            pushes.labelValues("accepted").inc();
            return Response.ok().build();
        } catch (IllegalArgumentException e) {
            pushes.labelValues("rejected").inc();
            return failure(Response.Status.BAD_REQUEST.getStatusCode(), e);
        } catch (ProblemException e) {
            pushes.labelValues("rejected").inc();
            return failure(e.problem().status(), e);
        }
    }

    private void record(GroupingKey key, Map<String, PushedFamily> families, Instant at) {
        ForeignReading reading = new ForeignReading("push " + key.labels(), Labels.NONE, at, catalogue.get());
        for (PushedFamily family : families.values()) {
            family.samples().forEach(sample -> reading.addAny(sample.name(), sample.labels(), sample.value()));
        }
        reading.record(increments, windows);
    }

    private static GroupingKey key(UriInfo uri) {
        String path = uri.getRequestUri().getRawPath();
        return GroupingKey.of(path.substring(path.indexOf(BEFORE_KEY) + BEFORE_KEY.length()));
    }

    private static Response failure(int status, Exception e) {
        Response.ResponseBuilder answer =
                Response.status(status).type(MediaType.TEXT_PLAIN_TYPE).entity(e.getMessage() + "\n");
        if (status == OVERLOADED) {
            answer.header("Retry-After", 1);
        }
        return answer.build();
    }
}

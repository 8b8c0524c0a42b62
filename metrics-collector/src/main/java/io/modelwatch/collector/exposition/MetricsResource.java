package io.modelwatch.collector.exposition;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /metrics}: domain metrics as text, OpenMetrics or protobuf, whichever the client prefers. */
@Path("/metrics")
@Tag(name = "exposition")
public class MetricsResource {

    private static final int USUAL_BYTES = 16 << 10;

    private final PrometheusRegistry registry;
    private final RequestFamilies families;
    private final InstantSource clock;
    private final ExpositionFormats formats = ExpositionFormats.init();

    @Inject
    MetricsResource(PrometheusRegistry registry, RequestFamilies families, InstantSource clock) {
        this.registry = registry;
        this.families = families;
        this.clock = clock;
    }

    @GET
    @RunOnVirtualThread
    @Operation(
            summary = "Domain metrics for Prometheus",
            description = "Prometheus text 0.0.4, OpenMetrics 1.0.0 (with exemplars) or protobuf (with native"
                    + " histograms), by the Accept header.")
    @APIResponse(responseCode = "200", description = "All families")
    public Response scrape(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) throws IOException {
        families.expire(clock.instant());
        ExpositionFormatWriter writer = formats.findWriter(Accepted.of(accept).writer());
        ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES);
        writer.write(out, registry.scrape(), EscapingScheme.fromAcceptHeader(accept));
        return Response.ok(out.toByteArray())
                .header(HttpHeaders.CONTENT_TYPE, writer.getContentType())
                .build();
    }
}

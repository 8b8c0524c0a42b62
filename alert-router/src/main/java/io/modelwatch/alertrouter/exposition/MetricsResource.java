package io.modelwatch.alertrouter.exposition;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What a Prometheus scrapes. */
@Path("/metrics")
public class MetricsResource {

    private final ExpositionFormats formats = ExpositionFormats.init();
    private final RouterMetrics metrics;

    public MetricsResource(RouterMetrics metrics) {
        this.metrics = metrics;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "Alert metrics in the text, OpenMetrics or protobuf format, as Accept asks")
    public Response scrape(@HeaderParam("Accept") @Nullable String accept) throws IOException {
        ExpositionFormatWriter writer = formats.findWriter(accept);
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        writer.write(out, metrics.registry().scrape(), EscapingScheme.fromAcceptHeader(accept));
        return Response.ok(out.toByteArray())
                .header("Content-Type", writer.getContentType())
                .build();
    }
}

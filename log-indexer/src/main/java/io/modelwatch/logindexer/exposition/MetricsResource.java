package io.modelwatch.logindexer.exposition;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Domain metrics for Prometheus. */
@Path("/metrics")
@Tag(name = "operation")
public class MetricsResource {

    private final ExpositionFormats formats = ExpositionFormats.init();
    private final Meters meters;

    MetricsResource(Meters meters) {
        this.meters = meters;
    }

    @GET
    @Operation(summary = "Domain metrics in the text, OpenMetrics or protobuf format")
    @APIResponse(
            responseCode = "200",
            description = "The metrics",
            content = @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING)))
    public Response scrape(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) throws IOException {
        ExpositionFormatWriter writer = formats.findWriter(accept);
        ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
        writer.write(out, meters.registry().scrape(), EscapingScheme.fromAcceptHeader(accept));
        return Response.ok(out.toByteArray())
                .header(HttpHeaders.CONTENT_TYPE, writer.getContentType())
                .build();
    }
}

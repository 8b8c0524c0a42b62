package io.modelwatch.collector.catalogue;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/metrics}: the catalogue. */
@Path("/api/v1/metrics")
@Tag(name = "metrics")
public class CatalogueResource {

    private final CatalogueStore catalogue;

    @Inject
    CatalogueResource(CatalogueStore catalogue) {
        this.catalogue = catalogue;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Lists the metrics the service knows, with layers, units and thresholds")
    public Metrics list() {
        return new Metrics(
                catalogue.get().definitions().stream().map(MetricJson::of).toList());
    }

    @Schema(name = "Catalogue")
    record Metrics(List<MetricJson> metrics) {}
}

package io.modelwatch.collector.push;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * {@code GET /metrics/pushed}: what was pushed, apart from our own families, because Prometheus must honour the labels
 * here.
 */
@Singleton
@Path("/metrics/pushed")
@Tag(name = "push")
public class PushedResource {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PushedGroups groups;

    @Inject
    PushedResource(PushedGroups groups) {
        this.groups = groups;
    }

    @GET
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            summary = "What was pushed, for Prometheus",
            description = "Text 0.0.4 with the names and labels as pushed; scrape it with honor_labels: true.")
    @APIResponse(responseCode = "200", description = "All groups")
    public Response pushed() {
        return Response.ok(PushedText.of(groups.all()))
                .header(HttpHeaders.CONTENT_TYPE, TEXT)
                .build();
    }
}

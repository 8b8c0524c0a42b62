package io.modelwatch.logindexer.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.logindexer.elasticsearch.ElasticsearchState;
import io.modelwatch.logindexer.intake.Documents;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Answers what shippers ask before they send. What they would set up is acknowledged and ignored: a shipper must not
 * change our mappings.
 */
@Path("/")
@Consumes(MediaType.WILDCARD)
public class DiscoveryResource {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Discovery discovery;
    private final ElasticsearchState elasticsearch;
    private final IndexNames names;

    DiscoveryResource(Documents documents, BulkConfig config, ElasticsearchState elasticsearch) {
        this.discovery =
                new Discovery(config.reportedVersion(), documents.dataStream().name());
        this.names = new IndexNames(documents.dataStream().name(), config.indices());
        this.elasticsearch = elasticsearch;
    }

    private static Response answer(ObjectNode json, @Nullable String accept) {
        return ElasticAnswers.of(200, json.toString().getBytes(UTF_8), accept);
    }

    @GET
    @Operation(hidden = true)
    public Response root(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return answer(discovery.root(), accept);
    }

    @GET
    @Path("_license")
    @Operation(hidden = true)
    public Response license(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return answer(discovery.license(), accept);
    }

    @GET
    @Path("_xpack")
    @Operation(hidden = true)
    public Response xpack(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return answer(discovery.xpack(), accept);
    }

    @GET
    @Path("_cluster/health")
    @Operation(hidden = true)
    public Response health(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return answer(discovery.health(elasticsearch.state().reachable()), accept);
    }

    @GET
    @Path("_cluster/health/{index}")
    @Operation(hidden = true)
    public Response healthOf(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return health(accept);
    }

    @GET
    @Path("_cat/health")
    @Operation(hidden = true)
    public Response catHealth() {
        Instant now = Instant.now();
        String line = now.getEpochSecond() + " " + CLOCK.format(now) + " modelwatch "
                + Discovery.status(elasticsearch.state().reachable()) + " 1 1 1 1 0 0 0 0 0 - 100.0%\n";
        return Response.ok(line, MediaType.TEXT_PLAIN).build();
    }

    @GET
    @Path("_nodes/http")
    @Operation(hidden = true)
    public Response nodes(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return answer(discovery.nodes(), accept);
    }

    @GET
    @Path("_index_template/{name}")
    @Operation(hidden = true)
    public Response indexTemplate(
            @PathParam("name") String name, @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return answer(discovery.indexTemplate(name), accept);
    }

    @GET
    @Path("_component_template/{name}")
    @Operation(hidden = true)
    public Response componentTemplate(
            @PathParam("name") String name, @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return answer(discovery.componentTemplate(name), accept);
    }

    @GET
    @Path("_template/{name}")
    @Operation(hidden = true)
    public Response legacyTemplate(
            @PathParam("name") String name, @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return answer(discovery.legacyTemplate(name), accept);
    }

    @GET
    @Path("_ilm/policy")
    @Operation(hidden = true)
    public Response policies(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return answer(discovery.policies(), accept);
    }

    @GET
    @Path("_ilm/policy/{name}")
    @Operation(hidden = true)
    public Response policy(@PathParam("name") String name, @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return answer(discovery.policy(name), accept);
    }

    @GET
    @Path("_ingest/pipeline/{name}")
    @Operation(hidden = true)
    public Response pipeline(@PathParam("name") String name, @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return answer(discovery.pipeline(name), accept);
    }

    @GET
    @Path("_data_stream/{name}")
    @Operation(hidden = true)
    public Response dataStream(
            @PathParam("name") String name, @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return answer(discovery.dataStream(name), accept);
    }

    @PUT
    @Path("{kind:_index_template|_component_template|_template|_data_stream}/{name}")
    @Operation(hidden = true)
    public Response putTemplate(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return answer(discovery.acknowledged(), accept);
    }

    @PUT
    @Path("{kind:_ilm/policy|_ingest/pipeline}/{name}")
    @Operation(hidden = true)
    public Response putPolicy(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return answer(discovery.acknowledged(), accept);
    }

    @HEAD
    @Path("{index}")
    @Operation(hidden = true)
    public Response exists(@PathParam("index") String index) {
        return Response.status(names.allows(index) ? Response.Status.OK : Response.Status.NOT_FOUND)
                .build();
    }
}

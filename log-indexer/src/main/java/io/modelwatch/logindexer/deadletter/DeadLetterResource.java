package io.modelwatch.logindexer.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.Problem;
import io.modelwatch.logindexer.parameter.Parameter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lists dead letters. */
@Path("/api/v1/dead-letters")
@Tag(name = "dead letters")
public class DeadLetterResource {

    private static final int MAX_SIZE = 500;

    private final DeadLetterLog log;

    DeadLetterResource(DeadLetterLog log) {
        this.log = log;
    }

    /**
     * One page.
     *
     * @param total how many letters were ever kept
     * @param deadLetters the letters of this page
     * @param next value of {@code after} for the next page; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DeadLetterPage(
            long total,

            @JsonProperty("dead_letters") @Schema(type = SchemaType.ARRAY, implementation = Object.class)
            List<ObjectNode> deadLetters,

            @Nullable Long next) {

        public DeadLetterPage {
            deadLetters = List.copyOf(deadLetters);
        }
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Records that Elasticsearch refused for good, oldest first, each with its document and the error")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = DeadLetterPage.class)))
    @APIResponse(
            responseCode = "400",
            description = "A parameter is not valid",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public DeadLetterPage list(@QueryParam("after") @Nullable String after, @QueryParam("size") @Nullable String size)
            throws IOException {
        DeadLetterLog.Page page = log.page(Parameter.number("after", after, 0, 0, Long.MAX_VALUE - 1), (int)
                Parameter.number("size", size, 50, 1, MAX_SIZE));
        Long next = page.more() ? (Long) page.letters().getLast().path("number").asLong() : null;
        return new DeadLetterPage(log.total(), page.letters(), next);
    }
}

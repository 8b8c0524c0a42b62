package io.modelwatch.logindexer.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.intake.RawRecord;
import io.modelwatch.logindexer.parameter.Parameter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lists dead letters, sends them again or drops them. */
@Path("/api/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "dead letters")
public class DeadLetterResource {

    private static final int MAX_SIZE = 500;
    private static final String NO_SUCH = "There is no open letter of that number";

    private final DeadLetterLog log;
    private final DeadLetterLog.Replay replay;

    DeadLetterResource(DeadLetterLog log, SpoolReplay replay) {
        this.log = log;
        this.replay = replay;
    }

    /**
     * One page; {@code total = open + replayed + dropped + expired} always holds.
     *
     * @param total how many letters were ever kept
     * @param open how many wait to be replayed or dropped
     * @param replayed how many were put into the spool again, where each counts as accepted anew
     * @param dropped how many were dropped
     * @param expired how many went because there were too many
     * @param deadLetters the open letters of this page
     * @param next value of {@code after} for the next page; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DeadLetterPage(
            long total,
            long open,
            long replayed,
            long dropped,
            long expired,

            @JsonProperty("dead_letters") @Schema(type = SchemaType.ARRAY, implementation = Object.class)
            List<ObjectNode> deadLetters,

            @Nullable Long next) {

        public DeadLetterPage {
            deadLetters = List.copyOf(deadLetters);
        }
    }

    /**
     * What was done.
     *
     * @param replayed letters that were put into the spool again
     * @param open letters that are open now
     */
    public record Replayed(long replayed, long open) {}

    /**
     * What was done.
     *
     * @param dropped letters that were dropped
     * @param open letters that are open now
     */
    public record Dropped(long dropped, long open) {}

    @GET
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
        DeadLetterLog.Counts counts = log.counts();
        return new DeadLetterPage(
                counts.total(),
                counts.open(),
                counts.replayed(),
                counts.dropped(),
                counts.expired(),
                page.letters(),
                next);
    }

    @GET
    @Path("{number}")
    @RunOnVirtualThread
    @Operation(summary = "One dead letter that is open")
    @APIResponse(
            responseCode = "200",
            description = "The letter",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(
            responseCode = "404",
            description = NO_SUCH,
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public ObjectNode one(@PathParam("number") String number) throws IOException {
        return log.find(parsed(number)).orElseThrow(() -> unknown(number));
    }

    @POST
    @Path("{number}/replay")
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    @Operation(
            summary = "Send a dead letter to Elasticsearch again",
            description = "As it is, or with the corrected document of the body in its place; the identifier stays."
                    + " What is refused once more is a new dead letter.")
    @RequestBody(
            required = false,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(
            responseCode = "200",
            description = "The letter is in the spool",
            content = @Content(schema = @Schema(implementation = Replayed.class)))
    @APIResponse(
            responseCode = "400",
            description = "The body is no JSON object",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "404",
            description = NO_SUCH,
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "There is no room in the spool",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Replayed replay(@PathParam("number") String number, byte @Nullable [] corrected)
            throws IOException, InterruptedException {
        ObjectNode document = corrected == null || corrected.length == 0
                ? null
                : Fields.parse(new RawRecord(0, corrected, null)).record();
        return answer(log.replay(parsed(number), document, replay).orElseThrow(() -> unknown(number)));
    }

    @POST
    @Path("replay")
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    @Operation(summary = "Send all dead letters to Elasticsearch again, as far as there is room in the spool")
    @APIResponse(
            responseCode = "200",
            description = "How many are in the spool",
            content = @Content(schema = @Schema(implementation = Replayed.class)))
    @APIResponse(
            responseCode = "503",
            description = "There is no room for any",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Replayed replayAll() throws IOException, InterruptedException {
        return answer(log.replayAll(replay));
    }

    private Replayed answer(DeadLetterLog.Settled settled) {
        Problem failure = settled.failure();
        if (failure != null && settled.settled() == 0) {
            throw failure.asException();
        }
        return new Replayed(settled.settled(), log.counts().open());
    }

    @DELETE
    @Path("{number}")
    @RunOnVirtualThread
    @Operation(summary = "Drop a dead letter")
    @APIResponse(
            responseCode = "200",
            description = "It is dropped",
            content = @Content(schema = @Schema(implementation = Dropped.class)))
    @APIResponse(
            responseCode = "404",
            description = NO_SUCH,
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Dropped drop(@PathParam("number") String number) throws IOException, InterruptedException {
        if (!log.drop(parsed(number))) {
            throw unknown(number);
        }
        return new Dropped(1, log.counts().open());
    }

    @DELETE
    @RunOnVirtualThread
    @Operation(summary = "Drop all dead letters")
    @APIResponse(
            responseCode = "200",
            description = "How many are dropped",
            content = @Content(schema = @Schema(implementation = Dropped.class)))
    public Dropped dropAll() throws IOException, InterruptedException {
        long dropped = log.dropAll();
        return new Dropped(dropped, log.counts().open());
    }

    private static long parsed(String number) {
        return Parameter.number("number", number, 0, 1, Integer.MAX_VALUE);
    }

    private static ProblemException unknown(String number) {
        return Problem.of(CommonProblem.NOT_FOUND, "there is no open dead letter " + number)
                .asException();
    }
}

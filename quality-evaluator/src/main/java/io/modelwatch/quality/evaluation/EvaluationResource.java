package io.modelwatch.quality.evaluation;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.RecordReader;
import io.modelwatch.intake.Text;
import io.modelwatch.intake.http.Answers;
import io.modelwatch.quality.evaluation.Evaluations.Outcome;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Takes exchanges in and tells what was found. */
@Path("/api/v1/evaluations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "evaluations")
public class EvaluationResource {

    private static final int MULTI_STATUS = 207;

    private final Evaluations evaluations;
    private final EvaluationStore store;
    private final IntakeConfig config;
    private final InstantSource clock;
    private final Semaphore working;

    EvaluationResource(Evaluations evaluations, EvaluationStore store, IntakeConfig config, InstantSource clock) {
        this.evaluations = evaluations;
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.working = new Semaphore(config.maxConcurrentBodies());
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    @Operation(
            summary = "Evaluate exchanges",
            description = "One object, an array, {\"items\":[…]} or NDJSON, gzip accepted. Committed before the answer."
                    + " An identifier that is known already gets the first result again.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EvaluationItem.class)))
    @APIResponse(
            responseCode = "200",
            description = "every item was evaluated, now or before",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EvaluationAnswer.class)))
    @APIResponse(
            responseCode = "207",
            description = "some items were not valid",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EvaluationAnswer.class)))
    @APIResponse(responseCode = "400", description = "no item was valid, or the body is broken")
    @APIResponse(responseCode = "413", description = "the body or its only item is too large")
    @APIResponse(responseCode = "503", description = "try again after Retry-After seconds; nothing was taken")
    public Response evaluate(
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding,
            InputStream body)
            throws InterruptedException {
        if (working.getQueueLength() >= config.maxWaitingBodies() && working.availablePermits() == 0) {
            throw Problem.of(CommonProblem.OVERLOADED, "too many bodies are being worked on")
                    .asException();
        }
        working.acquire();
        try (RecordReader reader = RecordReader.open(body, contentType, contentEncoding, config.limits(), "items")) {
            return answer(evaluations.evaluate(reader, clock.instant()));
        } finally {
            working.release();
        }
    }

    private static Response answer(Outcome outcome) {
        Problem failure = outcome.batch().failure();
        return failure != null
                ? Answers.of(failure)
                : Response.status(outcome.batch().rejected() == 0 ? Response.Status.OK.getStatusCode() : MULTI_STATUS)
                        .entity(EvaluationAnswer.of(outcome.batch(), outcome.detectors()))
                        .build();
    }

    @GET
    @Path("/{id}")
    @RunOnVirtualThread
    @Operation(summary = "The stored evaluation of one exchange")
    @APIResponse(
            responseCode = "200",
            description = "what was found",
            content = @Content(schema = @Schema(implementation = StoredEvaluation.class)))
    @APIResponse(responseCode = "404", description = "not evaluated, or no longer kept")
    public StoredEvaluation find(@PathParam("id") String id) {
        return store.find(Text.storable(id))
                .orElseThrow(() -> Problem.of(CommonProblem.NOT_FOUND, "there is no evaluation of this identifier")
                        .asException());
    }
}

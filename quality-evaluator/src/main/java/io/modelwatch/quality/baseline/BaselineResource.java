package io.modelwatch.quality.baseline;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.Limits;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.RawRecord;
import io.modelwatch.intake.RecordReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Captures and lists baselines. */
@Path("/api/v1/baselines")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "drift")
public class BaselineResource {

    private static final Limits LIMITS = new Limits(65_536, 65_536, 2, 16);
    private static final int MAX_NAME = 200;

    /** What a request asks for, for the description of the interface. */
    @Schema(
            name = "NewBaseline",
            requiredProperties = {"name", "from", "to"})
    record NewBaseline(String name, @Nullable String model, Instant from, Instant to) {}

    record Listing(List<BaselineSummary> baselines) {}

    private final Baselines baselines;

    BaselineResource(Baselines baselines) {
        this.baselines = baselines;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    @Operation(summary = "Capture a baseline from stored evaluations of exchanges between from and to")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = NewBaseline.class)))
    @APIResponse(
            responseCode = "201",
            description = "captured as the newest version of its name and model",
            content = @Content(schema = @Schema(implementation = BaselineSummary.class)))
    @APIResponse(responseCode = "400", description = "a field is not valid")
    @APIResponse(responseCode = "409", description = "too few evaluations, or captured twice at the same time")
    public Response capture(
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding, InputStream body) {
        NewBaseline wanted = read(contentEncoding, body);
        return Response.status(Response.Status.CREATED)
                .entity(baselines.capture(wanted.name(), wanted.model(), wanted.from(), wanted.to()))
                .build();
    }

    private static NewBaseline read(@Nullable String contentEncoding, InputStream body) {
        try (RecordReader reader = RecordReader.open(body, MediaType.APPLICATION_JSON, contentEncoding, LIMITS)) {
            RawRecord raw = reader.next();
            if (raw == null || reader.batch() || reader.next() != null) {
                throw Problem.of(CommonProblem.MALFORMED_BODY, "the body must be one object")
                        .asException();
            }
            Fields fields = Fields.parse(raw);
            String name = fields.requiredText("name", MAX_NAME);
            String model = fields.text("model", MAX_NAME);
            Instant from = required(fields, "from");
            Instant to = required(fields, "to");
            if (fields.errors().isEmpty() && !from.isBefore(to)) {
                fields.reject("to", "must be later than from");
            }
            fields.rest().keySet().forEach(unknown -> fields.reject(unknown, "is not known here"));
            fields.check();
            return new NewBaseline(name, model == null || model.isBlank() ? null : model, from, to);
        }
    }

    private static Instant required(Fields fields, String name) {
        int errors = fields.errors().size();
        Instant instant = fields.instant(name);
        if (instant == null && fields.errors().size() == errors) {
            fields.reject(name, "is required");
        }
        return instant == null ? Instant.EPOCH : instant;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "All baselines, the newest first")
    @APIResponse(
            responseCode = "200",
            description = "the baselines without their distributions",
            content = @Content(schema = @Schema(implementation = Listing.class)))
    public Listing list() {
        return new Listing(baselines.list());
    }
}

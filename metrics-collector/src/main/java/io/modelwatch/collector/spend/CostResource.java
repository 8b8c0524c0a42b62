package io.modelwatch.collector.spend;

import io.modelwatch.collector.settings.Dimensions;
import io.modelwatch.collector.settings.TimeRange;
import io.modelwatch.collector.spend.SpendBook.BookException;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterStyle;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/cost}: requests, tokens and cost of any stretch of time. */
@Singleton
@Path("/api/v1/cost")
@Tag(name = "cost")
public class CostResource {

    private static final Logger LOG = Logger.getLogger(CostResource.class);
    private static final Duration USUAL = Duration.ofDays(1);

    private final SpendStore store;
    private final SpendLedger ledger;
    private final InstantSource clock;

    @Inject
    CostResource(SpendStore store, SpendLedger ledger, InstantSource clock) {
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Requests, tokens and cost of any stretch of time, in whole hours",
            description = "One entry for each combination of the columns named by `by` (model, service, provider,"
                    + " environment, user_id, team), of the requests whose columns have the values given as"
                    + " `label.NAME=VALUE`, and for each piece of time where a step is named. Of all replicas.")
    @Parameter(
            name = "by",
            in = ParameterIn.QUERY,
            description = "may repeat",
            style = ParameterStyle.FORM,
            explode = Explode.TRUE,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @APIResponse(
            responseCode = "200",
            description = "The cost",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = CostJson.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid")
    @APIResponse(responseCode = "503", description = "The database does not answer")
    public CostJson cost(
            @QueryParam("from") @Parameter(description = "RFC 3339 or a date; a day before to") @Nullable String from,
            @QueryParam("to") @Parameter(description = "RFC 3339 or a date; now") @Nullable String to,
            @QueryParam("step")
                    @Parameter(description = "hour, day or month (UTC); one piece where it is missing")
                    @Nullable
                    String step,
            @Context UriInfo uri) {
        TimeRange range = TimeRange.of(from, to, USUAL, clock.instant());
        Dimensions dimensions = Dimensions.of(uri.getQueryParameters(), SpendQuery.DIMENSIONS);
        SpendQuery query = new SpendQuery(range.from(), range.to(), dimensions.by(), dimensions.where(), step(step));
        SpendQuery whole = new SpendQuery(query.from(), query.to(), List.of(), dimensions.where(), null);
        writeOwn();
        List<SpendRow> series = store.select(query);
        return new CostJson(
                query.from(),
                query.to(),
                step,
                "USD",
                store.select(whole).getFirst(),
                series.size() == SpendStore.MOST_ROWS,
                series,
                store.unpriced(whole));
    }

    private static SpendQuery.@Nullable Step step(@Nullable String text) {
        return switch (text) {
            case null -> null;
            case "hour" -> SpendQuery.Step.HOUR;
            case "day" -> SpendQuery.Step.DAY;
            case "month" -> SpendQuery.Step.MONTH;
            default ->
                throw Problem.of(CommonProblem.INVALID_PARAMETER, "step must be hour, day or month, was '" + text + "'")
                        .asException();
        };
    }

    /** So that whoever reported a request to this replica finds it in the answer. */
    private void writeOwn() {
        try {
            ledger.flush();
        } catch (BookException e) {
            LOG.debugf("roll-ups could not be written before a question cause=%s", e.getMessage());
        }
    }
}

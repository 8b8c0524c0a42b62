package io.modelwatch.collector.longterm;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.collector.settings.Dimensions;
import io.modelwatch.collector.settings.TimeRange;
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
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/analytics}: questions to the long-term store. */
@Singleton
@Path("/api/v1/analytics")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "analytics")
public class AnalyticsResource {

    private static final Duration USUAL = Duration.ofDays(1);
    private static final Duration USUAL_RETENTION = Duration.ofDays(30);

    private final LongTermStore store;
    private final InstantSource clock;

    @Inject
    AnalyticsResource(LongTermStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @GET
    @Path("/requests")
    @RunOnVirtualThread
    @Operation(
            summary = "Requests, errors, tokens, cost and latency quantiles of any stretch of time",
            description = "One entry for each combination of the dimensions named by `by` (model, service, environment,"
                    + " provider, operation, user_id, session_id, team, status, error_type, or labels.NAME for a free"
                    + " label of records), of the requests whose dimensions have the values given as"
                    + " `label.NAME=VALUE`, and for each piece of time where a step is named. The most requests first.")
    @Parameter(
            name = "by",
            in = ParameterIn.QUERY,
            description = "may repeat",
            style = ParameterStyle.FORM,
            explode = Explode.TRUE,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @APIResponse(
            responseCode = "200",
            description = "The figures",
            content = @Content(schema = @Schema(implementation = AnalyticsJson.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid")
    @APIResponse(responseCode = "404", description = "There is no long-term store")
    @APIResponse(responseCode = "503", description = "The long-term store does not answer")
    public AnalyticsJson requests(
            @QueryParam("from") @Parameter(description = "RFC 3339 or a date; a day before to") @Nullable String from,
            @QueryParam("to") @Parameter(description = "RFC 3339 or a date; now") @Nullable String to,
            @QueryParam("step")
                    @Parameter(description = "hour, day or month (UTC); one piece where it is missing")
                    @Nullable
                    String step,
            @Context UriInfo uri) {
        TimeRange range = TimeRange.of(from, to, USUAL, clock.instant());
        Dimensions dimensions = Dimensions.of(uri.getQueryParameters(), AnalyticsSql.COLUMNS, AnalyticsSql.FREE);
        AnalyticsSql.Step pieces = step(step);
        List<JsonNode> rows =
                store.ask(table -> AnalyticsSql.requests(table, range, dimensions.by(), dimensions.where(), pieces));
        return new AnalyticsJson(
                range.from(),
                range.to(),
                step,
                rows.size() == AnalyticsSql.MOST_ROWS,
                rows.stream()
                        .map(row -> AnalyticsJson.Series.of(row, dimensions.by()))
                        .toList());
    }

    @GET
    @Path("/retention")
    @RunOnVirtualThread
    @Operation(
            summary = "How many users came back",
            description =
                    "Users by the day or week of their first request, and how many of them made one how much later;"
                            + " among the requests whose dimensions have the values given as `label.NAME=VALUE`.")
    @APIResponse(
            responseCode = "200",
            description = "The cohorts",
            content = @Content(schema = @Schema(implementation = RetentionJson.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid")
    @APIResponse(responseCode = "404", description = "There is no long-term store")
    @APIResponse(responseCode = "503", description = "The long-term store does not answer")
    public RetentionJson retention(
            @QueryParam("from") @Parameter(description = "RFC 3339 or a date; 30 days before to") @Nullable String from,
            @QueryParam("to") @Parameter(description = "RFC 3339 or a date; now") @Nullable String to,
            @QueryParam("step") @Parameter(description = "day or week; day where it is missing") @Nullable String step,
            @Context UriInfo uri) {
        TimeRange range = TimeRange.of(from, to, USUAL_RETENTION, clock.instant());
        Dimensions dimensions = Dimensions.of(uri.getQueryParameters(), AnalyticsSql.COLUMNS, AnalyticsSql.FREE);
        String cut = step == null ? "day" : step;
        if (!cut.equals("day") && !cut.equals("week")) {
            throw Problem.of(CommonProblem.INVALID_PARAMETER, "step must be day or week, was '" + cut + "'")
                    .asException();
        }
        List<JsonNode> rows =
                store.ask(table -> AnalyticsSql.retention(table, range, dimensions.where(), cut.equals("week")));
        return new RetentionJson(range.from(), range.to(), cut, RetentionJson.cohorts(rows));
    }

    private static AnalyticsSql.@Nullable Step step(@Nullable String text) {
        return switch (text) {
            case null -> null;
            case "hour" -> AnalyticsSql.Step.HOUR;
            case "day" -> AnalyticsSql.Step.DAY;
            case "month" -> AnalyticsSql.Step.MONTH;
            default ->
                throw Problem.of(CommonProblem.INVALID_PARAMETER, "step must be hour, day or month, was '" + text + "'")
                        .asException();
        };
    }
}

package io.modelwatch.collector.query;

import io.modelwatch.collector.catalogue.MetricDefinition;
import io.modelwatch.collector.settings.Replica;
import io.modelwatch.collector.window.WindowQuery;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterStyle;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/metrics/{name}}: what a metric was like in a window. */
@Path("/api/v1/metrics/{name}")
@Tag(name = "metrics")
public class MetricResource {

    private static final int MOST_PERCENTILES = 20;

    private final KnownMetrics known;
    private final Sources sources;
    private final Replica replica;

    @Inject
    MetricResource(KnownMetrics known, Sources sources, Replica replica) {
        this.known = known;
        this.sources = sources;
        this.replica = replica;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Statistics of a metric in the window that ends now",
            description = "One series for each combination of the labels named by `by`, of the series whose labels have"
                    + " the values given as `label.NAME=VALUE`.")
    @Parameter(
            name = "window",
            in = ParameterIn.QUERY,
            description = "10s to 24h",
            schema = @Schema(type = SchemaType.STRING, defaultValue = "5m", examples = "1h"))
    @Parameter(
            name = "by",
            in = ParameterIn.QUERY,
            description = "label to tell apart, may repeat",
            style = ParameterStyle.FORM,
            explode = Explode.TRUE,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "percentile",
            in = ParameterIn.QUERY,
            description = "further percentiles such as 99.9, may repeat",
            style = ParameterStyle.FORM,
            explode = Explode.TRUE,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "scope",
            in = ParameterIn.QUERY,
            description = "replica or cluster",
            schema = @Schema(type = SchemaType.STRING, defaultValue = "replica"))
    @APIResponse(
            responseCode = "200",
            description = "The statistics",
            content =
                    @org.eclipse.microprofile.openapi.annotations.media.Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = MetricWindowJson.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid")
    @APIResponse(responseCode = "404", description = "The catalogue has no such metric")
    public MetricWindowJson window(@PathParam("name") String name, @Context UriInfo uri) {
        MultivaluedMap<String, String> parameters = uri.getQueryParameters();
        Known metric = known.get(name);
        WindowQuery query = WindowQuery.of(parameters);
        Scope scope = Sources.scope(parameters);
        List<String> percentiles = parameters.getOrDefault("percentile", List.of());
        if (percentiles.size() > MOST_PERCENTILES) {
            throw invalid("percentile must be given at most " + MOST_PERCENTILES + " times");
        }
        List<Statistic> statistics = new ArrayList<>(usual(metric));
        Map<String, String> asked = new LinkedHashMap<>();
        for (String percentile : percentiles) {
            Statistic one = QuestionParser.statistic("p" + percentile);
            statistics.add(QuestionParser.fitting(metric, one));
            asked.put(percentile, one.text());
        }
        MetricDefinition definition = metric.definition();
        Overview overview = sources.of(scope)
                .overview(
                        new Question(metric, statistics.getFirst(), query.selection(), query.window(), null),
                        statistics);
        return new MetricWindowJson(
                definition.name(),
                metric.type(),
                definition.level().name().toLowerCase(Locale.ROOT),
                definition.unit(),
                scope.spelled(),
                replica.name(),
                query.window().text(),
                overview.from(),
                overview.to(),
                overview.series().entrySet().stream()
                        .map(one -> MetricWindowJson.Series.of(one.getKey(), one.getValue(), asked))
                        .sorted(Comparator.comparing(series -> series.labels().toString()))
                        .toList());
    }

    private static List<Statistic> usual(Known metric) {
        return switch (metric) {
            case Known.Derived derived -> List.of(Statistic.RATIO);
            case Known.Measured measured ->
                Statistic.USUAL.stream()
                        .map(Statistic::parse)
                        .filter(statistic ->
                                statistic.fits(measured.definition().type()))
                        .toList();
        };
    }

    private static ProblemException invalid(String detail) {
        return Problem.of(CommonProblem.INVALID_PARAMETER, detail).asException();
    }
}

package io.modelwatch.collector.query;

import io.modelwatch.collector.settings.LimitsConfig;
import io.modelwatch.collector.settings.Replica;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.Limits;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.intake.RawRecord;
import io.modelwatch.intake.RecordReader;
import io.modelwatch.intake.http.Answers;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterStyle;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/query}: several questions at once, of one value each or step by step. */
@Path("/api/v1/query")
@Tag(name = "metrics")
public class QueryResource {

    private static final int MOST_QUESTIONS = 200;
    private static final int MULTI_STATUS = 207;
    private static final int BODY_BYTES = 1 << 20;

    private final QuestionParser parser;
    private final Sources sources;
    private final Replica replica;
    private final InstantSource clock;
    private final Limits limits;

    @Inject
    QueryResource(KnownMetrics known, Sources sources, Replica replica, InstantSource clock, LimitsConfig limits) {
        this.parser = new QuestionParser(known);
        this.sources = sources;
        this.replica = replica;
        this.clock = clock;
        Limits configured = limits.toLimits();
        this.limits = new Limits(
                Math.min(configured.maxBodyBytes(), BODY_BYTES),
                configured.maxRecordBytes(),
                Math.min(configured.maxRecords(), MOST_QUESTIONS),
                configured.maxDepth());
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Asks about several metrics at once",
            description = "`metric=name` or `metric=name:statistic`, where a statistic is count, sum, rate, last, mean,"
                    + " min, max or a percentile such as p99.9; of a counter the rate, of a gauge the last value, of"
                    + " a histogram p95 where it is missing. `label.NAME=VALUE` filters. With `step` there is a value"
                    + " for every step of the window.")
    @Parameter(
            name = "metric",
            in = ParameterIn.QUERY,
            required = true,
            style = ParameterStyle.FORM,
            explode = Explode.TRUE,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "window",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING, defaultValue = "5m", examples = "1h"))
    @Parameter(name = "step", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING, examples = "30s"))
    @Parameter(
            name = "by",
            in = ParameterIn.QUERY,
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
            description = "The answers, in the order of the questions",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = QueryJson.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid")
    @APIResponse(responseCode = "404", description = "There is no such metric")
    public QueryJson ask(@Context UriInfo uri) {
        Scope scope = Sources.scope(uri.getQueryParameters());
        MetricSource source = sources.of(scope);
        List<QueryJson.Result> results = new ArrayList<>();
        for (Question question : parser.parse(uri.getQueryParameters())) {
            results.add(QueryJson.Result.of(results.size(), null, question, source.answer(question)));
        }
        return new QueryJson(scope.spelled(), replica.name(), clock.instant(), results);
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Asks several different questions at once",
            description = "One question, an array or NDJSON, at most 200. A question that is not valid has a problem in"
                    + " its result and costs no other one its answer.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = QuestionJson.class)))
    @APIResponse(
            responseCode = "200",
            description = "The answers, in the order of the questions",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = QueryJson.class)))
    @APIResponse(responseCode = "207", description = "Some answers, see the results")
    @APIResponse(responseCode = "400", description = "No question is valid: the problem names the first")
    public Response askAll(
            @Context UriInfo uri,
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding) {
        Scope scope = Sources.scope(uri.getQueryParameters());
        MetricSource source = sources.of(scope);
        List<QueryJson.Result> results = new ArrayList<>();
        try (RecordReader records = RecordReader.open(body, contentType, contentEncoding, limits)) {
            for (RawRecord raw = records.next(); raw != null; raw = records.next()) {
                results.add(answer(raw, source));
            }
        }
        List<Problem> problems = results.stream()
                .map(QueryJson.Result::problem)
                .filter(Objects::nonNull)
                .toList();
        if (!problems.isEmpty() && problems.size() == results.size()) {
            return Answers.of(problems.getFirst());
        }
        return Response.status(problems.isEmpty() ? Response.Status.OK.getStatusCode() : MULTI_STATUS)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new QueryJson(scope.spelled(), replica.name(), clock.instant(), results))
                .build();
    }

    private QueryJson.Result answer(RawRecord raw, MetricSource source) {
        String id = null;
        try {
            Fields fields = Fields.parse(raw);
            id = fields.text("id", limits.maxRecordBytes());
            Question question = parser.parse(fields);
            return QueryJson.Result.of(raw.index(), id, question, source.answer(question));
        } catch (ProblemException e) {
            return QueryJson.Result.failed(raw.index(), id, e.problem().inRecord(raw.index()));
        }
    }

    /** A question of a body, for its description. */
    @Schema(name = "Question", requiredProperties = "metric")
    record QuestionJson(
            String id,
            String metric,
            String statistic,
            String window,
            List<String> by,
            java.util.Map<String, String> where,
            String step) {}
}

package io.modelwatch.collector.feedback;

import io.modelwatch.collector.request.RecentOrigins;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.settings.Dimensions;
import io.modelwatch.collector.settings.LimitsConfig;
import io.modelwatch.collector.settings.TimeRange;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.intake.BatchResult;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.Limits;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.intake.RawRecord;
import io.modelwatch.intake.RecordReader;
import io.modelwatch.intake.http.Answers;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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

/** {@code /api/v1/feedback}: what users did with answers or said about them. */
@Startup // a bad setting must stop the start, and every family be there from the start
@Singleton
@Path("/api/v1/feedback")
@Tag(name = "feedback")
public class FeedbackResource {

    private static final Duration USUAL = Duration.ofDays(1);

    private record Candidate(int index, Feedback feedback) {}

    private final FeedbackStore store;
    private final FeedbackParser parser;
    private final FeedbackCounting counting;
    private final Limits limits;
    private final InstantSource clock;
    private final Counter counter;

    @Inject
    FeedbackResource(
            FeedbackStore store,
            FeedbackConfig config,
            RecordBounds bounds,
            RecentOrigins origins,
            MetricWindows windows,
            LimitsConfig limits,
            InstantSource clock,
            PrometheusRegistry registry) {
        this.store = store;
        this.parser = new FeedbackParser(bounds, config.maxCommentChars(), config.maxRevenueUsd(), clock);
        this.counting = new FeedbackCounting(origins, windows);
        this.limits = limits.toLimits();
        this.clock = clock;
        this.counter = Counter.builder()
                .name("metrics_collector_feedback_total")
                .help("Feedbacks by what became of them; of an unjoined one the model is not known")
                .labelNames("result")
                .register(registry);
        for (String result : new String[] {"joined", "unjoined", "duplicate", "rejected"}) {
            counter.initLabelValues(result);
        }
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Takes feedback about requests or sessions",
            description = "One object, an array or NDJSON; gzip is fine. Model, service and environment come from the"
                    + " request where the feedback does not name them. A 2xx means that it is committed.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = FeedbackJson.class)))
    @APIResponse(
            responseCode = "200",
            description = "All taken, or known already",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchResult.class)))
    @APIResponse(responseCode = "207", description = "Some taken, see the results")
    @APIResponse(responseCode = "400", description = "None taken: the problem names record and field")
    @APIResponse(responseCode = "413", description = "The body or a record is too large")
    @APIResponse(responseCode = "503", description = "The database does not answer; nothing was taken")
    public Response post(
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding) {
        BatchResult result = new BatchResult();
        List<Candidate> candidates = new ArrayList<>();
        try (RecordReader records = RecordReader.open(body, contentType, contentEncoding, limits)) {
            for (RawRecord raw = records.next(); raw != null; raw = records.next()) {
                try {
                    candidates.add(new Candidate(raw.index(), counting.join(parser.parse(Fields.parse(raw)))));
                } catch (ProblemException e) {
                    result.rejected(raw.index(), null, e.problem());
                }
            }
        }
        take(candidates, result);
        counter.labelValues("duplicate").inc(result.duplicates());
        counter.labelValues("rejected").inc(result.rejected());
        return Answers.of(result);
    }

    private void take(List<Candidate> candidates, BatchResult result) {
        if (candidates.isEmpty()) {
            return;
        }
        List<Boolean> fresh =
                store.store(candidates.stream().map(Candidate::feedback).toList());
        for (int i = 0; i < candidates.size(); i++) {
            Feedback feedback = candidates.get(i).feedback();
            if (fresh.get(i)) {
                counting.count(feedback);
                counter.labelValues(feedback.about().model() == null ? "unjoined" : "joined")
                        .inc();
                result.accepted(candidates.get(i).index(), feedback.id());
            } else {
                result.duplicate(candidates.get(i).index(), feedback.id());
            }
        }
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "What was said in a stretch of time",
            description = "One entry for each combination of the columns named by `by` (model, service, environment,"
                    + " user_id, session_id), of the feedback whose columns have the values given as"
                    + " `label.NAME=VALUE`; the first 1,000 of them.")
    @Parameter(
            name = "by",
            in = ParameterIn.QUERY,
            description = "may repeat",
            style = ParameterStyle.FORM,
            explode = Explode.TRUE,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @APIResponse(
            responseCode = "200",
            description = "Counts and rates",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = FeedbackSummary.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid")
    public FeedbackSummary summary(
            @QueryParam("from") @Parameter(description = "RFC 3339 or a date; a day before to") @Nullable String from,
            @QueryParam("to") @Parameter(description = "RFC 3339 or a date; now") @Nullable String to,
            @Context UriInfo uri) {
        TimeRange range = TimeRange.of(from, to, USUAL, clock.instant());
        Dimensions dimensions = Dimensions.of(uri.getQueryParameters(), FeedbackSummary.DIMENSIONS);
        return new FeedbackSummary(
                range.from(), range.to(), store.summary(range.from(), range.to(), dimensions.by(), dimensions.where()));
    }
}

package io.modelwatch.logindexer.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.modelwatch.intake.Problem;
import io.modelwatch.logindexer.parameter.Parameter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Counts documents. */
@Path("/api/v1/logs/aggregate")
@Tag(name = "logs")
public class AggregateResource {

    private static final Duration LOOK_BACK = Duration.ofHours(1);
    private static final int MAX_TOP_SIZE = 100;
    private static final Set<String> PARAMETERS = Set.of("interval", "top", "top_size", "percentiles", "per_step");

    private final LogSearch search;
    private final InstantSource clock = InstantSource.system();

    AggregateResource(LogSearch search) {
        this.search = search;
    }

    /**
     * The counts.
     *
     * @param total how many documents fit
     * @param from where the time begins, included
     * @param to where it ends, not included
     * @param intervalSeconds length of a step of time
     * @param overTime documents in each step, from the first to the last
     * @param top the most frequent values of each field that was asked for
     * @param statistics the distribution of each measure that was asked for
     */
    public record Aggregated(
            long total,
            Instant from,
            Instant to,
            @JsonProperty("interval_seconds") long intervalSeconds,
            @JsonProperty("over_time") List<Step> overTime,
            Map<String, List<Value>> top,
            Map<String, Statistics> statistics) {

        public Aggregated {
            overTime = List.copyOf(overTime);
            top = Map.copyOf(top);
            statistics = Map.copyOf(statistics);
        }
    }

    /**
     * A step of time.
     *
     * @param time when it begins
     * @param count documents in it
     * @param top the most frequent values in it, where they were asked for per step
     * @param statistics the distributions in it, where they were asked for per step
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(
            Instant time,
            long count,
            @Nullable Map<String, List<Value>> top,
            @Nullable Map<String, Statistics> statistics) {

        public Step {
            top = top == null ? null : Map.copyOf(top);
            statistics = statistics == null ? null : Map.copyOf(statistics);
        }
    }

    /**
     * A value of a field.
     *
     * @param value the value
     * @param count documents that have it
     */
    public record Value(String value, long count) {}

    /**
     * A distribution; without any document there are no values.
     *
     * @param count documents that have the measure
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Statistics(
            long count,
            @Nullable Double sum,
            @Nullable Double mean,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double p50,
            @Nullable Double p90,
            @Nullable Double p95,
            @Nullable Double p99) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Count documents over time, by their most frequent values, and how measures are distributed",
            description =
                    "The criteria are those of a search; without from and to it is the last hour. interval: such as"
                            + " 30s, 5m, 1h, 1d. top (repeatable): model, provider, operation, service, environment, user_id,"
                            + " session_id, status, outcome, level, event, error_type, dataset. percentiles (repeatable):"
                            + " latency_ms, ttft_ms, queue_ms, cost_usd, input_tokens, output_tokens. per_step: both for"
                            + " each step too.")
    @APIResponse(
            responseCode = "200",
            description = "The counts",
            content = @Content(schema = @Schema(implementation = Aggregated.class)))
    @APIResponse(
            responseCode = "400",
            description = "A parameter is not valid",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "Elasticsearch does not answer",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Aggregated aggregate(
            @BeanParam CriteriaParameters criteria,
            @QueryParam("interval") @Nullable String interval,
            @QueryParam("top") List<String> top,
            @QueryParam("top_size")
                    @Schema(implementation = Integer.class, minimum = "1", maximum = "100", defaultValue = "10")
                    @Nullable
                    String topSize,
            @QueryParam("percentiles") List<String> percentiles,
            @QueryParam("per_step") @Schema(implementation = Boolean.class, defaultValue = "false") @Nullable
                    String perStep)
            throws InterruptedException {
        SearchCriteria bounded = criteria.toCriteria(PARAMETERS).within(clock.instant(), LOOK_BACK);
        Aggregation aggregation = new Aggregation(
                Interval.of(interval, bounded.begin(), bounded.end()),
                top,
                (int) Parameter.number("top_size", topSize, 10, 1, MAX_TOP_SIZE),
                percentiles,
                Parameter.flag("per_step", perStep));
        aggregation.checkSize(bounded.begin(), bounded.end());
        return search.aggregate(bounded, aggregation);
    }
}

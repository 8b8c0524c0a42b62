package io.modelwatch.collector.budget;

import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.settings.LimitsConfig;
import io.modelwatch.collector.settings.SenderOf;
import io.modelwatch.collector.settings.SingleObject;
import io.modelwatch.collector.spend.SpendStore;
import io.modelwatch.collector.window.Labels;
import io.modelwatch.collector.window.MetricWindows;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.Limits;
import io.modelwatch.intake.ProblemException;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/budgets}: budgets and how they do; and every few seconds their figures into the windows. */
@Startup // every family must be there from the start
@Singleton
@Path("/api/v1/budgets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "cost")
public class BudgetResource {

    private static final Logger LOG = Logger.getLogger(BudgetResource.class);
    private static final long MOST_VERSIONS = Integer.MAX_VALUE;

    private final BudgetStore store;
    private final BudgetWatch watch;
    private final MetricWindows windows;
    private final InstantSource clock;
    private final Limits limits;
    private volatile List<BudgetState> latest = List.of();
    private boolean failing;

    @Inject
    BudgetResource(
            BudgetConfig config,
            BudgetStore store,
            SpendStore spending,
            MetricWindows windows,
            InstantSource clock,
            LimitsConfig limits,
            PrometheusRegistry registry) {
        this.store = store;
        this.watch = new BudgetWatch(spending::select);
        this.windows = windows;
        this.clock = clock;
        this.limits = limits.toLimits();
        LOG.debugf("budgets are compared every=%s", config.every());
        GaugeWithCallback.builder()
                .name("metrics_collector_budget_used_percent")
                .help("Share of a budget that is spent in its current period, of all replicas")
                .labelNames("budget")
                .callback(gauge -> latest.forEach(
                        state -> gauge.call(state.usedPercent(), state.budget().name())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("metrics_collector_budget_burn_rate")
                .help("Pace of spending; at 1 the budget lasts exactly for its period")
                .labelNames("budget")
                .callback(gauge -> latest.forEach(
                        state -> gauge.call(state.burnRate(), state.budget().name())))
                .register(registry);
    }

    /** On the scheduler's worker thread. */
    @Scheduled(
            every = "{metrics-collector.budgets.every}",
            delayed = "{metrics-collector.budgets.every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void compare() {
        Instant now = clock.instant();
        List<BudgetState> states = new ArrayList<>();
        try {
            store.all().forEach(budget -> states.add(watch.look(budget, now)));
            failing = false;
        } catch (ProblemException e) {
            if (!failing) {
                LOG.warnf("budgets cannot be compared cause=%s", e.getMessage());
            }
            failing = true;
            return;
        }
        latest = List.copyOf(states);
        for (BudgetState state : states) {
            Labels labels = Labels.of("budget", state.budget().name());
            windows.add("budget_used", MetricType.GAUGE, labels, state.usedPercent(), now);
            windows.add("budget_burn_rate", MetricType.GAUGE, labels, state.burnRate(), now);
        }
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "All budgets and how they do")
    @APIResponse(
            responseCode = "200",
            description = "By name",
            content = @Content(schema = @Schema(implementation = BudgetJson.All.class)))
    public BudgetJson.All list() {
        return new BudgetJson.All(store.all().stream().map(this::json).toList());
    }

    @GET
    @Path("/{name}")
    @RunOnVirtualThread
    @Operation(summary = "A budget and how it does")
    @APIResponse(
            responseCode = "200",
            description = "The budget",
            content = @Content(schema = @Schema(implementation = BudgetJson.class)))
    @APIResponse(responseCode = "404", description = "There is none of that name")
    public BudgetJson get(@PathParam("name") String name) {
        return store.find(name).map(this::json).orElseThrow(() -> BudgetStore.missing(name));
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    @Operation(
            summary = "Sets a new budget",
            description = "So much a day or month, for all cost or that with certain labels. What was spent before"
                    + " counts as well.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BudgetJson.class)))
    @APIResponse(
            responseCode = "201",
            description = "Set",
            content = @Content(schema = @Schema(implementation = BudgetJson.class)))
    @APIResponse(responseCode = "400", description = "The problem names every field that is wrong")
    @APIResponse(responseCode = "409", description = "There is one of that name already")
    public Response create(
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding,
            @Context SecurityContext security) {
        Budget budget = BudgetParser.parse(SingleObject.read(body, contentEncoding, limits), null);
        return Response.status(Response.Status.CREATED)
                .entity(json(store.create(budget, SenderOf.name(security.getUserPrincipal()))))
                .build();
    }

    @PUT
    @Path("/{name}")
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    @Operation(
            summary = "Changes a budget",
            description = "With a version in the body only where the budget has that version so far.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BudgetJson.class)))
    @APIResponse(
            responseCode = "200",
            description = "Changed",
            content = @Content(schema = @Schema(implementation = BudgetJson.class)))
    @APIResponse(responseCode = "400", description = "The problem names every field that is wrong")
    @APIResponse(responseCode = "404", description = "There is none of that name")
    @APIResponse(responseCode = "409", description = "It has another version by now")
    public BudgetJson replace(
            @PathParam("name") String name,
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding,
            @Context SecurityContext security) {
        Fields fields = SingleObject.read(body, contentEncoding, limits);
        Long version = fields.count("version", MOST_VERSIONS);
        Budget budget = BudgetParser.parse(fields, name);
        return json(store.replace(budget, version, SenderOf.name(security.getUserPrincipal())));
    }

    @DELETE
    @Path("/{name}")
    @RunOnVirtualThread
    @Operation(summary = "Removes a budget")
    @APIResponse(responseCode = "204", description = "It is not there any more")
    @APIResponse(responseCode = "404", description = "There is none of that name")
    public Response delete(@PathParam("name") String name) {
        store.delete(name);
        return Response.noContent().build();
    }

    private BudgetJson json(Budget budget) {
        return BudgetJson.of(watch.look(budget, clock.instant()));
    }
}

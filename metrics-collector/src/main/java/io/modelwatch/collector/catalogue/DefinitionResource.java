package io.modelwatch.collector.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.modelwatch.collector.settings.LimitsConfig;
import io.modelwatch.collector.settings.SenderOf;
import io.modelwatch.collector.settings.SharedProblem;
import io.modelwatch.collector.settings.SingleObject;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.Limits;
import io.modelwatch.intake.Problem;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/catalogue}: definitions of metrics, read and changed. */
@Singleton
@Path("/api/v1/catalogue")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "catalogue")
public class DefinitionResource {

    private static final Pattern WINDOW = Pattern.compile("([1-9][0-9]{0,5})([smh])");
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final long MOST_VERSIONS = Integer.MAX_VALUE;

    private final CatalogueStore catalogue;
    private final DefinitionStore store;
    private final Limits limits;
    private final DefinitionParser parser = new DefinitionParser(DefinitionResource::isWindow);

    @Inject
    DefinitionResource(CatalogueStore catalogue, DefinitionStore store, LimitsConfig limits) {
        this.catalogue = catalogue;
        this.store = store;
        this.limits = limits.toLimits();
    }

    @GET
    @Operation(summary = "Lists all definitions")
    public CatalogueResource.Metrics list() {
        return new CatalogueResource.Metrics(
                catalogue.get().definitions().stream().map(MetricJson::of).toList());
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "One definition")
    @APIResponse(
            responseCode = "200",
            description = "The definition",
            content = @Content(schema = @Schema(implementation = MetricJson.class)))
    @APIResponse(responseCode = "404", description = "The catalogue has no such metric")
    public MetricJson get(@PathParam("name") String name) {
        return catalogue.get().find(name).map(MetricJson::of).orElseThrow(() -> DefinitionStore.missing(name));
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    @Operation(
            summary = "Defines a new metric",
            description = "In force at once here, within seconds on every replica. A derived metric is computed from"
                    + " counters: numerator by denominator in a window, or per second without a denominator. Sources"
                    + " are names that other programs have for it, in what they expose or push.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = MetricJson.class)))
    @APIResponse(
            responseCode = "201",
            description = "Defined",
            content = @Content(schema = @Schema(implementation = MetricJson.class)))
    @APIResponse(responseCode = "400", description = "The problem names every field that is wrong")
    @APIResponse(responseCode = "409", description = "There is such a metric already")
    public Response create(
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding,
            @Context SecurityContext security) {
        Fields fields = SingleObject.read(body, contentEncoding, limits);
        MetricDefinition definition = parser.parse(fields, null, catalogue.get());
        return Response.status(Response.Status.CREATED)
                .entity(MetricJson.of(store.save(definition, true, null, SenderOf.name(security.getUserPrincipal()))))
                .build();
    }

    @PUT
    @Path("/{name}")
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    @Operation(
            summary = "Defines a metric anew",
            description = "As POST; with a version in the body only where the metric has that version so far.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = MetricJson.class)))
    @APIResponse(
            responseCode = "200",
            description = "Defined",
            content = @Content(schema = @Schema(implementation = MetricJson.class)))
    @APIResponse(responseCode = "400", description = "The problem names every field that is wrong")
    @APIResponse(responseCode = "409", description = "It has another version by now, or is needed as it is")
    public MetricJson replace(
            @PathParam("name") String name,
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding,
            @Context SecurityContext security) {
        Fields fields = SingleObject.read(body, contentEncoding, limits);
        Long version = fields.count("version", MOST_VERSIONS);
        MetricDefinition definition = parser.parse(fields, name, catalogue.get());
        if (definition.type() != MetricType.COUNTER) {
            checkUnused(name, "must stay a counter");
        }
        return MetricJson.of(store.save(definition, false, version, SenderOf.name(security.getUserPrincipal())));
    }

    @DELETE
    @Path("/{name}")
    @RunOnVirtualThread
    @Operation(summary = "Removes a definition", description = "Its history stays.")
    @APIResponse(responseCode = "204", description = "It is not in the catalogue any more")
    @APIResponse(responseCode = "404", description = "The catalogue has no such metric")
    @APIResponse(responseCode = "409", description = "Another metric is derived from it")
    public Response delete(@PathParam("name") String name, @Context SecurityContext security) {
        checkUnused(name, "cannot be removed");
        store.delete(name, SenderOf.name(security.getUserPrincipal()));
        return Response.noContent().build();
    }

    @GET
    @Path("/{name}/history")
    @RunOnVirtualThread
    @Operation(summary = "Who changed a definition when, and what it was from then on; the latest change first")
    @APIResponse(
            responseCode = "200",
            description = "Its changes",
            content = @Content(schema = @Schema(implementation = History.class)))
    @APIResponse(responseCode = "404", description = "There never was such a metric")
    public History history(@PathParam("name") String name) {
        List<MetricHistoryRow> rows = store.history(name);
        if (rows.isEmpty()) {
            throw DefinitionStore.missing(name);
        }
        return new History(name, rows.stream().map(Change::of).toList());
    }

    private void checkUnused(String name, String what) {
        for (MetricDefinition other : catalogue.get().definitions()) {
            Derivation derivation = other.derivation();
            if (derivation != null && (name.equals(derivation.numerator()) || name.equals(derivation.denominator()))) {
                throw Problem.of(
                                SharedProblem.CONFLICT,
                                "'" + name + "' " + what + ": '" + other.name() + "' is derived from it")
                        .asException();
            }
        }
    }

    private static boolean isWindow(String text) {
        var form = WINDOW.matcher(text);
        if (!form.matches()) {
            return false;
        }
        long amount = Long.parseLong(form.group(1));
        Duration length = switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
        return length.compareTo(SHORTEST) >= 0 && length.compareTo(LONGEST) <= 0;
    }

    @Schema(name = "MetricHistory")
    record History(String name, List<Change> changes) {}

    /** One change. */
    @Schema(name = "MetricChange")
    record Change(
            int version,
            String action,
            @JsonProperty("changed_at") Instant changedAt,
            @JsonProperty("changed_by") String changedBy,

            @JsonRawValue @Schema(implementation = MetricJson.class)
            String definition) {

        static Change of(MetricHistoryRow row) {
            return new Change(
                    row.version,
                    row.action.name().toLowerCase(Locale.ROOT),
                    row.changedAt,
                    row.changedBy,
                    row.definition);
        }
    }
}

package io.modelwatch.quality.baseline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.Text;
import io.modelwatch.quality.baseline.Baselines.Comparison;
import io.modelwatch.quality.drift.FeatureDrift;
import io.modelwatch.quality.window.Window;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Compares a recent window with a baseline. */
@Path("/api/v1/drift")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "drift")
public class DriftResource {

    private static final double DIGITS = 1e6;

    /**
     * @param baseline the baseline's name
     * @param baselineVersion its version
     * @param baselineModel the model it was taken of; absent for all
     * @param model the model whose exchanges were compared; absent for all
     * @param method how the index is computed
     * @param moderate an index above this is moderate drift
     * @param severe an index above this is severe drift
     * @param records exchanges in the window
     * @param verdict that of the feature that moved most
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "Drift")
    record DriftAnswer(
            String baseline,
            int baselineVersion,
            @Nullable String baselineModel,
            @Nullable String model,
            String window,
            Instant from,
            Instant to,
            String method,
            double moderate,
            double severe,
            int records,
            String verdict,
            List<FeatureAnswer> features) {}

    /**
     * @param psi the population stability index
     * @param pValue how often chance alone makes two samples of these sizes differ as much over these bins
     * @param reason why it was not assessed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "FeatureDrift")
    record FeatureAnswer(
            String name,
            @Nullable Double psi,
            @Nullable Double pValue,
            String verdict,
            @Nullable String reason,
            int baselineCount,
            int currentCount) {

        static FeatureAnswer of(FeatureDrift drift) {
            return new FeatureAnswer(
                    drift.name(),
                    rounded(drift.psi()),
                    rounded(drift.pValue()),
                    drift.verdict().tag(),
                    drift.reason(),
                    drift.baselineCount(),
                    drift.currentCount());
        }

        private static @Nullable Double rounded(@Nullable Double value) {
            return value == null ? null : (Double) (Math.round(value * DIGITS) / DIGITS);
        }
    }

    private final Baselines baselines;
    private final DriftConfig config;
    private final InstantSource clock;

    DriftResource(Baselines baselines, DriftConfig config, InstantSource clock) {
        this.baselines = baselines;
        this.config = config;
        this.clock = clock;
    }

    private static @Nullable String storable(@Nullable String parameter) {
        return parameter == null || parameter.isBlank() ? null : Text.storable(parameter);
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "How a recent window compares with a baseline")
    @APIResponse(
            responseCode = "200",
            description = "the drift of each feature",
            content = @Content(schema = @Schema(implementation = DriftAnswer.class)))
    @APIResponse(responseCode = "404", description = "there is no such baseline")
    public DriftAnswer drift(
            @Parameter(description = "name of the baseline; the newest of any name if left out")
                    @QueryParam("baseline")
                    @Nullable
                    String baseline,
            @Parameter(description = "length of the window that ends now, 10s to 31d")
                    @QueryParam("window")
                    @DefaultValue("60m")
                    String window,
            @Parameter(description = "compare only this model's exchanges") @QueryParam("model") @Nullable
                    String model) {
        Window recent = Window.endingAt(clock.instant(), window);
        Comparison comparison = baselines
                .compare(storable(baseline), storable(model), recent)
                .orElseThrow(() -> Problem.of(
                                CommonProblem.NOT_FOUND,
                                baseline == null ? "there is no baseline yet" : "there is no baseline of this name")
                        .asException());
        return new DriftAnswer(
                comparison.baseline(),
                comparison.version(),
                comparison.baselineModel(),
                model,
                recent.name(),
                recent.from(),
                recent.to(),
                config.convention().method(),
                config.moderate(),
                config.severe(),
                comparison.records(),
                comparison.report().verdict().tag(),
                comparison.report().features().stream().map(FeatureAnswer::of).toList());
    }
}

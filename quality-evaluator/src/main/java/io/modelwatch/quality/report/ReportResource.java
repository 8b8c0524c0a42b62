package io.modelwatch.quality.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.modelwatch.intake.Text;
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
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reports on a recent window. */
@Path("/api/v1/reports")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "reports")
public class ReportResource {

    private static final double DIGITS = 1e6;

    /**
     * @param model the model reported on; absent for all
     * @param evaluations exchanges evaluated
     * @param qualityScore 0 to 1, more is better; absent where nothing could be assessed
     * @param rates percentages and the mean relevance, as published; only those that exist
     * @param detectors what each detector said
     * @param models the same by model
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "Report")
    record Report(
            String window,
            Instant from,
            Instant to,
            @Nullable String model,
            long evaluations,
            @Nullable Double qualityScore,
            SortedMap<String, Double> rates,
            SortedMap<String, DetectorReport> detectors,
            List<ModelReport> models) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "ModelReport")
    record ModelReport(
            String model, long evaluations, @Nullable Double qualityScore, SortedMap<String, Double> rates) {}

    /**
     * @param flaggedPercent share of those assessed; absent where none was
     * @param meanScore of those assessed; absent where none was
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "DetectorReport")
    record DetectorReport(
            long assessed,
            long notAssessed,
            long flagged,
            @Nullable Double flaggedPercent,
            @Nullable Double meanScore) {

        static DetectorReport of(DetectorFigures figures) {
            return new DetectorReport(
                    figures.assessed(),
                    figures.notAssessed(),
                    figures.flagged(),
                    rounded(figures.flaggedPercent()),
                    rounded(figures.meanScore()));
        }
    }

    private final Reports reports;
    private final InstantSource clock;

    ReportResource(Reports reports, InstantSource clock) {
        this.reports = reports;
        this.clock = clock;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "What the detectors said over a recent window")
    @APIResponse(
            responseCode = "200",
            description = "counts, rates and means",
            content = @Content(schema = @Schema(implementation = Report.class)))
    public Report report(
            @Parameter(description = "length of the window that ends now, 10s to 31d")
                    @QueryParam("window")
                    @DefaultValue("60m")
                    String window,
            @Parameter(description = "only this model's exchanges") @QueryParam("model") @Nullable String model) {
        Window recent = Window.endingAt(clock.instant(), window);
        SortedMap<String, Figures> byModel = reports.byModel(recent, model == null ? null : Text.storable(model));
        Figures total = Reports.total(byModel);
        SortedMap<String, DetectorReport> detectors = new TreeMap<>();
        total.detectors().forEach((name, figures) -> detectors.put(name, DetectorReport.of(figures)));
        return new Report(
                recent.name(),
                recent.from(),
                recent.to(),
                model,
                total.evaluations(),
                rounded(total.qualityScore()),
                rounded(total.rates()),
                detectors,
                byModel.entrySet().stream()
                        .map(entry -> of(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static ModelReport of(String model, Figures figures) {
        return new ModelReport(model, figures.evaluations(), rounded(figures.qualityScore()), rounded(figures.rates()));
    }

    private static @Nullable Double rounded(OptionalDouble value) {
        return value.isPresent() ? (Double) (Math.round(value.getAsDouble() * DIGITS) / DIGITS) : null;
    }

    private static SortedMap<String, Double> rounded(SortedMap<String, Double> rates) {
        SortedMap<String, Double> rounded = new TreeMap<>();
        rates.forEach((name, value) -> rounded.put(name, Math.round(value * DIGITS) / DIGITS));
        return rounded;
    }
}

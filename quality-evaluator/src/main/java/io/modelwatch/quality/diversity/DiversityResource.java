package io.modelwatch.quality.diversity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.modelwatch.intake.Fields;
import io.modelwatch.quality.detect.Diversity;
import io.modelwatch.quality.request.Requests;
import io.modelwatch.quality.request.Values;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Measures how much answers differ from each other. */
@Path("/api/v1/diversity")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "diversity")
public class DiversityResource {

    /** Less diverse windows are flagged. */
    private static final double THRESHOLD = 0.5;

    private static final double DIGITS = 1e6;
    private static final String VERSION = "rules-1";

    /** What a request may say, for the description of the interface. */
    @Schema(
            name = "Answers",
            requiredProperties = {"responses"})
    record Answers(
            @Schema(description = "answers of one window, null where one is missing")
            List<String> responses) {}

    /**
     * @param status {@code assessed} or {@code not_assessed}
     * @param score 0 to 1, low is bad; absent where not assessed
     * @param flagged whether the answers are all too alike
     * @param reason why it was not assessed
     * @param responses answers with words
     * @param distinct share of different ones among words, pairs and runs of three
     * @param selfSimilarity mean similarity over all pairs of answers
     * @param templateRate share of answers that are one of several near copies
     * @param templates the most frequent of these
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "Diversity")
    record DiversityAnswer(
            String status,
            @Nullable Double score,
            boolean flagged,
            @Nullable String reason,
            int responses,
            List<Double> distinct,
            double selfSimilarity,
            double templateRate,
            List<TemplateAnswer> templates,
            String version) {

        static DiversityAnswer of(Diversity diversity) {
            boolean enough = diversity.texts() >= Diversity.ENOUGH;
            return new DiversityAnswer(
                    enough ? "assessed" : "not_assessed",
                    enough ? rounded(diversity.score()) : null,
                    enough && diversity.score() < THRESHOLD,
                    enough ? null : "fewer than " + Diversity.ENOUGH + " answers have words",
                    diversity.texts(),
                    diversity.distinct().stream().map(DiversityAnswer::rounded).toList(),
                    rounded(diversity.selfSimilarity()),
                    rounded(diversity.templateRate()),
                    diversity.templates().stream()
                            .map(template -> new TemplateAnswer(template.first(), template.count()))
                            .toList(),
                    VERSION);
        }

        private static double rounded(double value) {
            return Math.round(value * DIGITS) / DIGITS;
        }
    }

    /**
     * @param first zero-based position of the first of these answers
     * @param count how many they are
     */
    @Schema(name = "AnswerTemplate")
    record TemplateAnswer(int first, int count) {}

    private final Requests requests;

    DiversityResource(Requests requests) {
        this.requests = requests;
    }

    @POST
    @RunOnVirtualThread
    @Operation(summary = "How much the answers of a window differ from each other")
    @RequestBody(
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Answers.class)))
    @APIResponse(
            responseCode = "200",
            description = "measured",
            content = @Content(schema = @Schema(implementation = DiversityAnswer.class)))
    @APIResponse(responseCode = "400", description = "a field is not valid")
    public DiversityAnswer measure(
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding, InputStream body) {
        return requests.answer(contentEncoding, body, this::measure);
    }

    private DiversityAnswer measure(Fields fields) {
        List<@Nullable String> responses = Values.names(fields, "responses", requests.maxValues(), true);
        fields.check();
        return DiversityAnswer.of(Diversity.of(responses.stream()
                .map(response -> response == null ? "" : response)
                .toList()));
    }
}

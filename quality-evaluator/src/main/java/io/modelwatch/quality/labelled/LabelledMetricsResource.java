package io.modelwatch.quality.labelled;

import io.modelwatch.intake.Fields;
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
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Measures predictions against the truth. */
@Path("/api/v1/metrics")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "labelled metrics")
public class LabelledMetricsResource {

    private static final int MAX_LABEL = 200;
    private static final int MAX_LABELS = 500;

    /** What a request may say, for the description of the interface. */
    @Schema(
            name = "Predictions",
            requiredProperties = {"y_true", "y_pred"})
    record Predictions(
            @Schema(name = "y_true", description = "texts, numbers or truth values; null where one is missing")
            List<Object> yTrue,

            @Schema(name = "y_pred") List<Object> yPred,

            @Schema(name = "y_score", description = "probability of the positive label") @Nullable
            List<Double> yScore,

            @Schema(description = "group of each row, for rates by segment and fairness") @Nullable
            List<Object> segment,

            @Schema(description = "the positive of two labels; 1, or else the last, if left out") @Nullable
            String positive) {}

    private final Requests requests;

    LabelledMetricsResource(Requests requests) {
        this.requests = requests;
    }

    @POST
    @Path("/classification")
    @RunOnVirtualThread
    @Operation(summary = "How good predicted labels are, over all, by class and by segment")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Predictions.class)))
    @APIResponse(
            responseCode = "200",
            description = "the metrics",
            content = @Content(schema = @Schema(implementation = Classification.class)))
    @APIResponse(responseCode = "400", description = "a field is not valid")
    public Classification classification(
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding, InputStream body) {
        return requests.answer(contentEncoding, body, this::classification);
    }

    private Classification classification(Fields fields) {
        int max = requests.maxValues();
        List<@Nullable String> truths = Values.names(fields, "y_true", max, true);
        List<@Nullable String> predictions = Values.names(fields, "y_pred", max, true);
        List<@Nullable Double> scores = Values.numbers(fields, "y_score", max, false);
        List<@Nullable String> segments = Values.names(fields, "segment", max, false);
        String positive = fields.node("positive") == null
                ? null
                : fields.record().path("positive").asText();
        sameLength(fields, "y_pred", predictions, truths);
        sameLength(fields, "y_score", scores, truths);
        sameLength(fields, "segment", segments, truths);
        for (int i = 0; i < scores.size(); i++) {
            Double score = scores.get(i);
            if (score != null && !(score >= 0 && score <= 1)) {
                fields.reject("y_score/" + i, "must lie between 0 and 1");
                break;
            }
        }
        fields.check();
        List<Labelled> rows = new ArrayList<>();
        for (int i = 0; i < truths.size(); i++) {
            String truth = truths.get(i);
            String predicted = predictions.get(i);
            if (truth != null && predicted != null) {
                rows.add(new Labelled(
                        truth,
                        predicted,
                        scores.isEmpty() ? null : scores.get(i),
                        segments.isEmpty() ? null : segments.get(i)));
            }
        }
        bound(fields, rows);
        return Classification.of(rows, truths.size() - rows.size(), positive);
    }

    /** A matrix of labels grows with the square of their number. */
    private static void bound(Fields fields, List<Labelled> rows) {
        List<String> labels = Labelled.labels(rows);
        if (labels.size() > MAX_LABELS) {
            fields.reject(
                    "y_true", "must have at most " + MAX_LABELS + " labels together with y_pred, has " + labels.size());
        }
        if (labels.stream().anyMatch(label -> label.length() > MAX_LABEL)) {
            fields.reject("y_true", "must have labels of at most " + MAX_LABEL + " characters");
        }
        fields.check();
    }

    private static void sameLength(Fields fields, String name, List<?> values, List<?> truths) {
        boolean leftOut = values.isEmpty() && !fields.record().path(name).isArray();
        if (!leftOut && values.size() != truths.size() && fields.errors().isEmpty()) {
            fields.reject(name, "must have as many elements as y_true, " + truths.size() + ", has " + values.size());
        }
    }

    @POST
    @Path("/regression")
    @RunOnVirtualThread
    @Operation(summary = "How far predicted numbers lie from the true ones")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Predictions.class)))
    @APIResponse(
            responseCode = "200",
            description = "the metrics",
            content = @Content(schema = @Schema(implementation = Regression.class)))
    @APIResponse(responseCode = "400", description = "a field is not valid")
    public Regression regression(
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding, InputStream body) {
        return requests.answer(contentEncoding, body, this::regression);
    }

    private Regression regression(Fields fields) {
        List<@Nullable Double> truths = Values.numbers(fields, "y_true", requests.maxValues(), true);
        List<@Nullable Double> predictions = Values.numbers(fields, "y_pred", requests.maxValues(), true);
        sameLength(fields, "y_pred", predictions, truths);
        fields.check();
        List<Regression.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < truths.size(); i++) {
            Double truth = truths.get(i);
            Double predicted = predictions.get(i);
            if (truth != null && predicted != null) {
                pairs.add(new Regression.Pair(truth, predicted));
            }
        }
        return Regression.of(pairs, truths.size() - pairs.size());
    }
}

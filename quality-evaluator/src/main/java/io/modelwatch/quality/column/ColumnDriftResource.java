package io.modelwatch.quality.column;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.modelwatch.intake.Fields;
import io.modelwatch.quality.drift.ColumnDrift;
import io.modelwatch.quality.drift.ColumnMethod;
import io.modelwatch.quality.drift.EmbeddingMethod;
import io.modelwatch.quality.drift.Outcome;
import io.modelwatch.quality.drift.Sample;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Compares two samples of a column, or two sets of embeddings. */
@Path("/api/v1/drift")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "drift")
public class ColumnDriftResource {

    private static final int MAX_METHODS = 64;
    private static final int MAX_TAG = 64;

    private enum Type {
        NUM,
        CAT,
        TEXT
    }

    /** What a request may say, for the description of the interface. */
    @Schema(
            name = "ColumnSamples",
            requiredProperties = {"type", "reference", "current"})
    record ColumnSamples(
            @Schema(enumeration = {"num", "cat", "text"}) String type,

            @Schema(description = "numbers or names, null where one is missing")
            List<Object> reference,

            List<Object> current,

            @Schema(description = "those to compute beside the one that decides; all but mmd if left out") @Nullable
            List<String> methods) {}

    /** What a request may say, for the description of the interface. */
    @Schema(
            name = "EmbeddingSamples",
            requiredProperties = {"reference", "current"})
    record EmbeddingSamples(
            List<List<Double>> reference,
            List<List<Double>> current,
            @Nullable List<String> methods) {}

    /**
     * @param value a distance or, for tests, a probability; absent where the method says nothing
     * @param drift whether the value means drift; false where the method says nothing
     * @param statistic what a probability by permutation rests on
     * @param reason why the method says nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "MethodAnswer")
    record MethodAnswer(
            @Nullable Double value,
            boolean drift,
            double threshold,
            @Nullable Double statistic,
            @Nullable String reason) {

        static MethodAnswer of(Outcome outcome, boolean drift, double threshold) {
            return switch (outcome) {
                case Outcome.Value value -> new MethodAnswer(value.value(), drift, threshold, value.statistic(), null);
                case Outcome.Undefined undefined -> new MethodAnswer(null, false, threshold, null, undefined.reason());
            };
        }
    }

    /**
     * @param status {@code assessed} or {@code not_assessed}
     * @param drift what the deciding method says
     * @param method the deciding method: the default choice for such samples
     * @param reason why it says nothing
     * @param referenceCount values compared
     * @param referenceMissing nulls, which are left out
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "ColumnDrift")
    record ColumnAnswer(
            String status,
            boolean drift,
            String method,
            double threshold,
            @Nullable String reason,
            int referenceCount,
            int currentCount,
            int referenceMissing,
            int currentMissing,

            @Schema(type = SchemaType.OBJECT, additionalProperties = MethodAnswer.class)
            SequencedMap<String, MethodAnswer> methods) {}

    private record Side(Sample sample, int missing) {}

    private final Requests requests;

    ColumnDriftResource(Requests requests) {
        this.requests = requests;
    }

    @POST
    @Path("/column")
    @RunOnVirtualThread
    @Operation(summary = "How far the values of a column have moved from a reference")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ColumnSamples.class)))
    @APIResponse(
            responseCode = "200",
            description = "what each method says, the deciding one first",
            content = @Content(schema = @Schema(implementation = ColumnAnswer.class)))
    @APIResponse(responseCode = "400", description = "a field is not valid")
    public ColumnAnswer column(
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding, InputStream body) {
        return requests.answer(contentEncoding, body, this::column);
    }

    private ColumnAnswer column(Fields fields) {
        int errors = fields.errors().size();
        Type type = fields.oneOf("type", Type.class);
        if (type == null && fields.errors().size() == errors) {
            fields.reject("type", "is required: num, cat or text");
        }
        Side reference = side(fields, "reference", type == null ? Type.CAT : type);
        Side current = side(fields, "current", type == null ? Type.CAT : type);
        List<ColumnMethod> methods = methods(
                fields,
                ColumnMethod::tagged,
                Arrays.stream(ColumnMethod.values()).map(ColumnMethod::tag).toList());
        fields.check();
        return answer(ColumnDrift.of(reference.sample(), current.sample(), methods), reference, current);
    }

    private Side side(Fields fields, String name, Type type) {
        return switch (type) {
            case NUM -> {
                List<@Nullable Double> numbers = Values.numbers(fields, name, requests.maxValues(), true);
                double[] there = numbers.stream()
                        .filter(Objects::nonNull)
                        .mapToDouble(Double::doubleValue)
                        .toArray();
                yield new Side(Sample.Numbers.of(there), numbers.size() - there.length);
            }
            case CAT, TEXT -> {
                List<@Nullable String> names = Values.names(fields, name, requests.maxValues(), true);
                List<String> there = names.stream().filter(Objects::nonNull).toList();
                yield new Side(
                        type == Type.CAT ? Sample.Categories.of(there) : new Sample.Texts(there),
                        names.size() - there.size());
            }
        };
    }

    private static <M> List<M> methods(Fields fields, Function<String, Optional<M>> tagged, List<String> tags) {
        List<String> names = fields.texts("methods", MAX_METHODS, MAX_TAG);
        for (int i = 0; i < names.size(); i++) {
            if (!tags.contains(names.get(i))) {
                fields.reject("methods/" + i, "must be one of " + String.join(", ", tags));
            }
        }
        return names.stream().map(tagged).flatMap(Optional::stream).toList();
    }

    private static ColumnAnswer answer(ColumnDrift drift, Side reference, Side current) {
        SequencedMap<String, MethodAnswer> methods = new LinkedHashMap<>();
        drift.outcomes()
                .forEach((method, outcome) ->
                        methods.put(method.tag(), MethodAnswer.of(outcome, drift.drifted(method), method.threshold())));
        Outcome deciding = drift.outcomes().get(drift.method());
        String reason = deciding instanceof Outcome.Undefined undefined ? undefined.reason() : null;
        return new ColumnAnswer(
                reason == null ? "assessed" : "not_assessed",
                drift.drifted(),
                drift.method().tag(),
                drift.method().threshold(),
                reason,
                reference.sample().count(),
                current.sample().count(),
                reference.missing(),
                current.missing(),
                methods);
    }

    @POST
    @Path("/embeddings")
    @RunOnVirtualThread
    @Operation(summary = "How far vectors have moved from a reference; decided by the distance between the means")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EmbeddingSamples.class)))
    @APIResponse(
            responseCode = "200",
            description = "what each method says",
            content = @Content(schema = @Schema(implementation = ColumnAnswer.class)))
    @APIResponse(responseCode = "400", description = "a field is not valid")
    public ColumnAnswer embeddings(
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String contentEncoding, InputStream body) {
        return requests.answer(contentEncoding, body, this::embeddings);
    }

    private ColumnAnswer embeddings(Fields fields) {
        double[][] reference = Values.vectors(fields, "reference", requests.maxValues());
        double[][] current = Values.vectors(fields, "current", requests.maxValues());
        if (reference.length > 0 && current.length > 0 && reference[0].length != current[0].length) {
            fields.reject("current", "must have rows of " + reference[0].length + " numbers, as the reference");
        }
        List<EmbeddingMethod> asked = methods(
                fields,
                EmbeddingMethod::tagged,
                Arrays.stream(EmbeddingMethod.values())
                        .map(EmbeddingMethod::tag)
                        .toList());
        fields.check();
        SequencedMap<String, MethodAnswer> methods = new LinkedHashMap<>();
        for (EmbeddingMethod method : asked.isEmpty() ? List.of(EmbeddingMethod.values()) : asked) {
            Outcome outcome = method.compare(reference, current);
            boolean drift = outcome instanceof Outcome.Value value && method.drifted(value.value());
            methods.put(method.tag(), MethodAnswer.of(outcome, drift, method.threshold()));
        }
        MethodAnswer deciding = methods.firstEntry().getValue();
        return new ColumnAnswer(
                deciding.reason() == null ? "assessed" : "not_assessed",
                deciding.drift(),
                methods.firstEntry().getKey(),
                deciding.threshold(),
                deciding.reason(),
                reference.length,
                current.length,
                0,
                0,
                methods);
    }
}

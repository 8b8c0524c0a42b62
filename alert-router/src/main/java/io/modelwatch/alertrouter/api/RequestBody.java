package io.modelwatch.alertrouter.api;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelwatch.alertrouter.label.MatcherSyntax;
import io.modelwatch.alertrouter.label.Matchers;
import io.modelwatch.alertrouter.time.Durations;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.FieldError;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.intake.Text;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The JSON object of a request to a path of our own; what is wrong with it is a problem that names the field. */
public final class RequestBody {

    private static final int MAX_DEPTH = 50;
    private static final ObjectMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .build();

    private final JsonNode json;

    private RequestBody(JsonNode json) {
        this.json = json;
    }

    /** The object of a body. */
    public static RequestBody of(byte @Nullable [] body) {
        JsonNode json;
        try {
            json = MAPPER.readTree(body == null ? new byte[0] : body);
        } catch (IOException e) {
            throw Problem.of(CommonProblem.MALFORMED_BODY, "the body is no JSON")
                    .asException();
        }
        if (!json.isObject()) {
            throw Problem.of(CommonProblem.MALFORMED_BODY, "the body must be a JSON object")
                    .asException();
        }
        return new RequestBody(json);
    }

    /** A complaint about a field. */
    public static ProblemException invalid(String field, String reason) {
        return Problem.of(
                        CommonProblem.INVALID_RECORD,
                        field + " " + reason,
                        List.of(new FieldError("/" + field, reason)))
                .asException();
    }

    public boolean has(String field) {
        return !json.path(field).isMissingNode() && !json.path(field).isNull();
    }

    /** A text, empty when it is not there. */
    public String text(String field, int maxLength) {
        if (!has(field)) {
            return "";
        }
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw invalid(field, "must be a text");
        }
        if (value.textValue().length() > maxLength) {
            throw invalid(field, "must have at most " + maxLength + " characters");
        }
        return Text.storable(value.textValue());
    }

    /** A text that must be there. */
    public String required(String field, int maxLength) {
        String text = text(field, maxLength);
        if (text.isBlank()) {
            throw invalid(field, "must be there and not be empty");
        }
        return text;
    }

    /** A value read from a text by a function that throws IllegalArgumentException, or null when it is not there. */
    public <T> @Nullable T find(String field, Function<String, T> read) {
        String text = text(field, 1000);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return read.apply(text);
        } catch (IllegalArgumentException e) {
            throw invalid(field, "is not valid: " + e.getMessage());
        }
    }

    /** A duration such as 90m, or null when it is not there. */
    public @Nullable Duration duration(String field) {
        return find(field, Durations::parse);
    }

    /** A time of RFC 3339, or null when it is not there. */
    public @Nullable Instant time(String field) {
        return find(field, text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("write a time such as 2026-11-24T10:00:00Z", e);
            }
        });
    }

    /** Matchers as texts such as {@code severity="critical"}; none when they are not there. */
    public Matchers matchers(String field, int most) {
        JsonNode list = json.path(field);
        if (!has(field)) {
            return Matchers.NONE;
        }
        if (!list.isArray() || list.size() > most) {
            throw invalid(field, "must be a list of at most " + most + " texts");
        }
        List<io.modelwatch.alertrouter.label.Matcher> matchers = new ArrayList<>();
        for (JsonNode each : list) {
            if (!each.isTextual()) {
                throw invalid(field, "must be a list of texts such as severity=\"critical\"");
            }
            try {
                matchers.add(MatcherSyntax.ANY.one(each.textValue()));
            } catch (IllegalArgumentException e) {
                throw invalid(field, "is not valid: " + e.getMessage());
            }
        }
        return new Matchers(matchers);
    }
}

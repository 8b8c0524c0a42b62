package io.modelwatch.collector.forward;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.FieldError;
import io.modelwatch.intake.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What we read of a destination's HTTP answers. */
final class Answer {

    /** A batch's results. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Results(@Nullable List<Result> results) {}

    /** One record's result. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Result(
            @Nullable Integer index,
            @Nullable String status,
            @Nullable Fault problem) {}

    /** An RFC 9457 problem. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Fault(
            @Nullable String title,
            @Nullable Integer status,
            @Nullable String detail,
            @Nullable List<FaultyField> errors) {}

    /** A field that is to blame. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record FaultyField(@Nullable String field, @Nullable String detail) {}

    private static final ObjectReader RESULTS = JsonMapper.builder().build().readerFor(Results.class);
    private static final ObjectReader FAULT = JsonMapper.builder().build().readerFor(Fault.class);
    private static final int MULTIPLE_CHOICES = 300;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;

    private Answer() {}

    /**
     * Reads an answer.
     *
     * @param destination its name, for the problems that senders will see
     * @param expectedResults how many results a good answer must have; -1 when it need not have any
     */
    static Reply read(String destination, int status, @Nullable String body, int expectedResults) {
        if (status >= MULTIPLE_CHOICES) {
            return switch (status) {
                case BAD_REQUEST, TOO_LARGE, UNPROCESSABLE -> new Reply.Refused(refusal(destination, fault(body)));
                default -> new Reply.Unavailable("it answered " + status);
            };
        }
        if (expectedResults < 0) {
            return new Reply.Taken(Map.of());
        }
        Results answer = results(body);
        if (answer == null || answer.results() == null || answer.results().size() != expectedResults) {
            return new Reply.Unavailable("its answer does not tell what became of the records");
        }
        Map<Integer, Problem> refused = new HashMap<>();
        for (Result result : answer.results()) {
            if ("rejected".equals(result.status()) && result.index() != null) {
                refused.put(result.index(), refusal(destination, result.problem()));
            }
        }
        return new Reply.Taken(refused);
    }

    private static @Nullable Results results(@Nullable String body) {
        try {
            return body == null ? null : RESULTS.readValue(body);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static @Nullable Fault fault(@Nullable String body) {
        try {
            return body == null ? null : FAULT.readValue(body);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static Problem refusal(String destination, @Nullable Fault fault) {
        String why = fault == null ? "without a reason" : fault.detail() == null ? fault.title() : fault.detail();
        boolean tooLarge = fault != null && fault.status() != null && fault.status() == TOO_LARGE;
        return Problem.of(
                tooLarge ? CommonProblem.RECORD_TOO_LARGE : CommonProblem.INVALID_RECORD,
                destination + " refused it: " + why,
                fields(fault));
    }

    private static List<FieldError> fields(@Nullable Fault fault) {
        List<FieldError> fields = new ArrayList<>();
        if (fault != null && fault.errors() != null) {
            for (FaultyField field : fault.errors()) {
                fields.add(new FieldError(
                        field.field() == null ? "" : field.field(), field.detail() == null ? "" : field.detail()));
            }
        }
        return fields;
    }
}

package io.modelwatch.intake;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of each record of a body: the answer to every batch endpoint of our own. Not thread-safe. */
@JsonPropertyOrder({"accepted", "duplicates", "rejected", "results"})
public final class BatchResult {

    private final List<RecordResult> results = new ArrayList<>();
    private int accepted;
    private int duplicates;
    private int rejected;

    public void accepted(int index, @Nullable String id) {
        accepted++;
        results.add(new RecordResult(index, id, "accepted", null));
    }

    public void duplicate(int index, @Nullable String id) {
        duplicates++;
        results.add(new RecordResult(index, id, "duplicate", null));
    }

    public void rejected(int index, @Nullable String id, Problem problem) {
        rejected++;
        results.add(new RecordResult(index, id, "rejected", problem.inRecord(index)));
    }

    @JsonProperty
    public int accepted() {
        return accepted;
    }

    @JsonProperty
    public int duplicates() {
        return duplicates;
    }

    @JsonProperty
    public int rejected() {
        return rejected;
    }

    /** One result a record, in the order of the body. */
    @JsonProperty
    public List<RecordResult> results() {
        return results.stream()
                .sorted(Comparator.comparingInt(RecordResult::index))
                .toList();
    }

    /**
     * The problem to answer with when no record was good: that of the single record, or one that lists the fields of
     * all; null when at least one was accepted or known already.
     */
    @JsonIgnore
    public @Nullable Problem failure() {
        if (rejected == 0 || rejected < results.size()) {
            return null;
        }
        List<Problem> problems = new ArrayList<>();
        for (RecordResult result : results()) {
            if (result.problem() != null) {
                problems.add(result.problem());
            }
        }
        Problem first = problems.getFirst();
        if (problems.size() == 1) {
            return first;
        }
        List<FieldError> errors = new ArrayList<>();
        for (Problem problem : problems) {
            Integer index = problem.record();
            if (index == null) {
                continue;
            }
            if (problem.errors().isEmpty()) {
                String detail = problem.detail();
                errors.add(new FieldError(index, "", detail == null ? problem.title() : detail));
            }
            problem.errors().forEach(error -> errors.add(error.inRecord(index)));
        }
        return new Problem(
                first.type(),
                first.title(),
                first.status(),
                "none of the " + problems.size() + " records is valid; record " + first.record() + ": "
                        + first.detail(),
                first.record(),
                errors);
    }
}

package io.modelwatch.collector.ingest;

import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.intake.BatchResult;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where records come in, whatever protocol brought them. Waits on the calling thread. Thread-safe. */
public final class RecordDoor {

    private final RequestBodies bodies;
    private final RequestIntake intake;
    private final InFlightBudget budget;
    private final IngestMetrics metrics;

    RecordDoor(RequestBodies bodies, RequestIntake intake, InFlightBudget budget, IngestMetrics metrics) {
        this.bodies = bodies;
        this.intake = intake;
        this.budget = budget;
        this.metrics = metrics;
    }

    /**
     * Takes a body of JSON records: one object, an array or NDJSON.
     *
     * @throws ProblemException when the body as a whole cannot be read or taken; then none of it is
     */
    public BatchResult takeBody(
            InputStream body, @Nullable String contentType, @Nullable String contentEncoding, RecordMapping mapping) {
        BatchResult result = new BatchResult();
        try (InFlightBudget.Share share = budget.open()) {
            intake.take(bodies.read(body, contentType, contentEncoding, mapping, share, result), result);
        }
        metrics.results(result);
        return result;
    }

    /**
     * Takes records that have been read already.
     *
     * @param records each is made when its turn comes; one that fails with a {@link ProblemException} is rejected
     * @throws ProblemException when they cannot be taken; then none is
     */
    public BatchResult takeAll(List<Supplier<RequestRecord>> records) {
        BatchResult result = new BatchResult();
        List<Candidate> candidates = new ArrayList<>(records.size());
        for (int i = 0; i < records.size(); i++) {
            try {
                candidates.add(new Candidate(i, records.get(i).get()));
            } catch (ProblemException e) {
                Problem problem = e.problem();
                result.rejected(i, null, problem);
            }
        }
        intake.take(candidates, result);
        metrics.results(result);
        return result;
    }
}

package io.modelwatch.logindexer.intake;

import io.modelwatch.intake.BatchResult;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.intake.RawRecord;
import io.modelwatch.intake.RecordReader;
import io.modelwatch.logindexer.document.Document;
import io.modelwatch.logindexer.document.DocumentMapper;
import io.modelwatch.logindexer.document.Identities;
import io.modelwatch.logindexer.exposition.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings the records of a body into the spool: all good ones together, or none. */
@ApplicationScoped
public class LogIntake {

    private final Admission admission;
    private final Meters meters;
    private final Documents documents;
    private final InstantSource clock = InstantSource.system();

    LogIntake(Admission admission, Meters meters, Documents documents) {
        this.admission = admission;
        this.meters = meters;
        this.documents = documents;
    }

    /** Throws a 503 when no record could be taken just now, before anything of the body is read. */
    void checkRoom() {
        admission.checkRoom();
    }

    /**
     * Takes the records of a body; those that are accepted in the result are on disk.
     *
     * @throws ProblemException 503 when the records could not be kept, 4xx when the body is broken; then nothing of it
     *     was taken
     */
    public BatchResult take(RecordReader records) throws InterruptedException {
        BatchResult result = new BatchResult();
        List<Accepted> accepted = new ArrayList<>();
        Identities identities = documents.identities();
        Instant receivedAt = clock.instant();
        try (Admission.Gathering gathering = admission.gather()) {
            RawRecord raw;
            while ((raw = records.next()) != null) {
                Document document = map(raw, receivedAt, identities, result);
                if (document == null) {
                    continue;
                }
                if (!gathering.add(document)) {
                    throw admission.refused(CommonProblem.OVERLOADED, "too many records wait for the disk");
                }
                accepted.add(new Accepted(raw.index(), document.requestId()));
            }
            gathering.appendOrRefuse();
        }
        accepted.forEach(record -> result.accepted(record.index(), record.id()));
        meters.rejected(result.rejected());
        return result;
    }

    private record Accepted(int index, @Nullable String id) {}

    private @Nullable Document map(RawRecord raw, Instant receivedAt, Identities identities, BatchResult result)
            throws InterruptedException {
        return admission.prepareIfValid(() -> {
            String id = null;
            try {
                Fields fields = Fields.parse(raw);
                id = DocumentMapper.requestIdOf(fields);
                return documents.records().map(fields, receivedAt, identities);
            } catch (ProblemException e) {
                result.rejected(raw.index(), id, e.problem());
                return null;
            }
        });
    }
}

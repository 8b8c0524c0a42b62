package io.modelwatch.logindexer.intake;

import io.modelwatch.intake.BatchResult;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.intake.RawRecord;
import io.modelwatch.intake.RecordReader;
import io.modelwatch.logindexer.document.BulkEntry;
import io.modelwatch.logindexer.document.DataStream;
import io.modelwatch.logindexer.document.Document;
import io.modelwatch.logindexer.document.DocumentMapper;
import io.modelwatch.logindexer.document.Identities;
import io.modelwatch.logindexer.elasticsearch.DataStreamConfig;
import io.modelwatch.logindexer.exposition.Meters;
import io.modelwatch.logindexer.spool.AppendOutcome;
import io.modelwatch.logindexer.spool.Spool;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Brings the records of a body into the spool: all good ones together, or none. */
@Startup // so that bad configuration is found out at start
@ApplicationScoped
class LogIntake {

    private final Spool spool;
    private final Meters meters;
    private final DataStream dataStream;
    private final DocumentMapper mapper;
    private final WaitingBytes waiting;
    private final Semaphore parsers;
    private final InstantSource clock = InstantSource.system();

    LogIntake(
            Spool spool,
            Meters meters,
            IntakeConfig intakeConfig,
            DocumentConfig documentConfig,
            DataStreamConfig dataStreamConfig) {
        this.spool = spool;
        this.meters = meters;
        this.dataStream = DataStream.llm(dataStreamConfig.namespace());
        this.mapper = new DocumentMapper(documentConfig.settings(), dataStream);
        this.waiting = new WaitingBytes(intakeConfig.maxWaitingBytes().asLongValue());
        intakeConfig.limits(); // the same: checked at start
        this.parsers = new Semaphore(intakeConfig.parallelism());
    }

    /** Throws a 503 when no record could be taken just now, before anything of the body is read. */
    void checkRoom() {
        AppendOutcome.Full full = spool.fullness();
        if (full != null) {
            throw refused(CommonProblem.OVERLOADED, full.detail());
        }
    }

    /**
     * Takes the records of a body; those that are accepted in the result are on disk.
     *
     * @throws ProblemException 503 when the records could not be kept, 4xx when the body is broken; then nothing of it
     *     was taken
     */
    BatchResult take(RecordReader records) throws InterruptedException {
        BatchResult result = new BatchResult();
        List<byte[]> entries = new ArrayList<>();
        List<Accepted> accepted = new ArrayList<>();
        Identities identities = new Identities();
        Instant receivedAt = clock.instant();
        try (WaitingBytes.Share share = waiting.share()) {
            RawRecord raw;
            while ((raw = records.next()) != null) {
                Document document = map(raw, receivedAt, identities, result);
                if (document == null) {
                    continue;
                }
                byte[] entry = BulkEntry.encode(dataStream, document);
                if (!share.grow(entry.length)) {
                    throw refused(CommonProblem.OVERLOADED, "too many records wait for the disk");
                }
                entries.add(entry);
                accepted.add(new Accepted(raw.index(), document.requestId()));
            }
            if (!entries.isEmpty()) {
                append(entries);
            }
        }
        accepted.forEach(record -> result.accepted(record.index(), record.id()));
        meters.rejected(result.rejected());
        return result;
    }

    private record Accepted(int index, @Nullable String id) {}

    private @Nullable Document map(RawRecord raw, Instant receivedAt, Identities identities, BatchResult result)
            throws InterruptedException {
        parsers.acquire();
        String id = null;
        try {
            Fields fields = Fields.parse(raw);
            id = DocumentMapper.requestIdOf(fields);
            return mapper.map(fields, receivedAt, identities);
        } catch (ProblemException e) {
            result.rejected(raw.index(), id, e.problem());
            return null;
        } finally {
            parsers.release();
        }
    }

    private void append(List<byte[]> entries) throws InterruptedException {
        switch (spool.append(entries)) {
            case AppendOutcome.Durable durable -> {}
            case AppendOutcome.Full full -> throw refused(CommonProblem.OVERLOADED, full.detail());
            case AppendOutcome.Failed failed ->
                throw refused(CommonProblem.UNAVAILABLE, "the spool's disk does not take records");
        }
    }

    private ProblemException refused(CommonProblem type, String detail) {
        meters.refused();
        return Problem.of(type, detail).asException();
    }
}

package io.modelwatch.logindexer.intake;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.logindexer.document.BulkEntry;
import io.modelwatch.logindexer.document.DataStream;
import io.modelwatch.logindexer.document.Document;
import io.modelwatch.logindexer.document.Draft;
import io.modelwatch.logindexer.exposition.Meters;
import io.modelwatch.logindexer.spool.AppendOutcome;
import io.modelwatch.logindexer.spool.Spool;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets documents into the spool, whatever protocol they came by, within bounds of memory and processor. */
@Startup // so that bad configuration is found out at start
@ApplicationScoped
public class Admission {

    private final Spool spool;
    private final Documents documents;
    private final Meters meters;
    private final WaitingBytes waiting;
    private final Semaphore parsers;

    Admission(Spool spool, Documents documents, IntakeConfig config, Meters meters) {
        this.spool = spool;
        this.documents = documents;
        this.meters = meters;
        this.waiting = new WaitingBytes(config.maxWaitingBytes().asLongValue());
        config.limits(); // the same: checked at start
        this.parsers = new Semaphore(config.parallelism());
    }

    /** Throws a 503 when nothing can be taken just now, to be asked before a body is read. */
    public void checkRoom() {
        AppendOutcome.Full full = spool.fullness();
        if (full != null) {
            throw refused(CommonProblem.OVERLOADED, full.detail());
        }
    }

    /** Counts a body that is refused, and says why. */
    public ProblemException refused(CommonProblem type, String detail) {
        meters.refused();
        return Problem.of(type, detail).asException();
    }

    /** Waits until so many bytes can be taken; why they cannot once the time is over, null where they can. */
    public AppendOutcome.@Nullable Full awaitRoom(long bytes, Duration atMost) throws InterruptedException {
        return spool.awaitRoom(bytes, atMost);
    }

    /** Maps a record and finishes its draft, a few at a time over all requests. */
    public Document prepare(Supplier<Draft> mapping) throws InterruptedException {
        parsers.acquire();
        try {
            return documents.finish(mapping.get());
        } finally {
            parsers.release();
        }
    }

    /** The same where there may be no draft. */
    public @Nullable Document prepareIfValid(Supplier<@Nullable Draft> mapping) throws InterruptedException {
        parsers.acquire();
        try {
            Draft draft = mapping.get();
            return draft == null ? null : documents.finish(draft);
        } finally {
            parsers.release();
        }
    }

    /** Begins to gather the documents of one body. */
    public Gathering gather() {
        return new Gathering();
    }

    /** The documents of one body: all of them get into the spool or none. Not thread-safe. */
    public final class Gathering implements AutoCloseable {

        private final List<byte[]> entries = new ArrayList<>();
        private final WaitingBytes.Share share = waiting.share();

        private Gathering() {}

        /** Adds a document; false when too many bytes wait for the disk over all requests. */
        public boolean add(Document document) {
            return add(document, documents.dataStream());
        }

        /** The same for a data stream of its own. */
        public boolean add(Document document, DataStream dataStream) {
            byte[] entry = BulkEntry.encode(dataStream, document);
            return share.grow(entry.length) && entries.add(entry);
        }

        public boolean isEmpty() {
            return entries.isEmpty();
        }

        /** Brings all documents into the spool and waits until they are on disk; there must be some. */
        public AppendOutcome append() throws InterruptedException {
            return append(Duration.ZERO);
        }

        /** The same, but where there is no room it waits for some first. */
        public AppendOutcome append(Duration atMost) throws InterruptedException {
            return spool.append(entries, atMost);
        }

        /** The same, but throws a 503 where there is no room or no disk; nothing is to be done where there are none. */
        public void appendOrRefuse() throws InterruptedException {
            if (entries.isEmpty()) {
                return;
            }
            switch (append()) {
                case AppendOutcome.Durable durable -> {}
                case AppendOutcome.Full full -> throw refused(CommonProblem.OVERLOADED, full.detail());
                case AppendOutcome.Failed failed ->
                    throw refused(CommonProblem.UNAVAILABLE, "the spool's disk does not take records");
            }
        }

        @Override
        public void close() {
            share.close();
        }
    }
}

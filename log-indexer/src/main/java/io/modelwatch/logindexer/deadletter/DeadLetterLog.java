package io.modelwatch.logindexer.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.logindexer.delivery.DeadLetter;
import io.modelwatch.logindexer.delivery.DeadLetters;
import io.modelwatch.logindexer.document.BulkEntry;
import io.modelwatch.logindexer.spool.AppendLog;
import io.modelwatch.logindexer.spool.Frame;
import io.modelwatch.logindexer.spool.LogObserver;
import io.modelwatch.logindexer.spool.LogScanner;
import io.modelwatch.logindexer.spool.LogSettings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** Dead letters in an append-only log of their own, numbered from 1. */
public final class DeadLetterLog implements DeadLetters, AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final long PAGE_BYTES = 8L << 20;

    /** How far back to look for letters of records that are delivered once more after a crash. */
    private static final long LOOK_BACK = 20_000;

    private final AppendLog log;
    private final Set<Long> kept;

    private DeadLetterLog(AppendLog log, Set<Long> kept) {
        this.log = log;
        this.kept = kept;
    }

    /**
     * A page of the log.
     *
     * @param letters the letters, as JSON objects
     * @param more whether there are further ones behind the last
     */
    public record Page(List<ObjectNode> letters, boolean more) {

        public Page {
            letters = List.copyOf(letters);
        }
    }

    /**
     * Opens the log.
     *
     * @param finished records up to here are done with in the spool, so they will not be delivered again
     */
    public static DeadLetterLog open(LogSettings settings, long finished, InstantSource clock, LogObserver observer)
            throws IOException {
        AppendLog log = AppendLog.open(settings, 0, clock, observer);
        Set<Long> kept = new HashSet<>();
        try (LogScanner scanner = log.scan(Math.max(1, log.lastSequence() - LOOK_BACK))) {
            Frame frame;
            while ((frame = scanner.next()) != null) {
                long sequence = JSON.readTree(frame.payload()).path("sequence").asLong();
                if (sequence > finished) {
                    kept.add(sequence);
                }
            }
        }
        return new DeadLetterLog(log, kept);
    }

    @Override
    public void keep(List<DeadLetter> letters) throws IOException, InterruptedException {
        List<byte[]> payloads = new ArrayList<>();
        for (DeadLetter letter : letters) {
            if (!kept.contains(letter.record().sequence())) {
                payloads.add(JSON.writeValueAsBytes(json(letter)));
            }
        }
        if (payloads.isEmpty()) {
            return;
        }
        try {
            log.append(payloads).get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static ObjectNode json(DeadLetter letter) {
        ObjectNode json = JSON.createObjectNode();
        json.put("sequence", letter.record().sequence());
        json.put("accepted_at", letter.record().time().toString());
        json.put("status", letter.status());
        json.putObject("error").put("type", letter.type()).put("reason", letter.reason());
        try {
            BulkEntry entry = BulkEntry.decode(letter.record().payload());
            json.put("index", entry.index());
            json.put("id", entry.id());
            json.set("document", entry.document());
        } catch (IOException e) {
            json.put("payload", letter.record().payload());
        }
        return json;
    }

    /** How many letters were ever kept. */
    public long total() {
        return log.lastSequence();
    }

    /** The letters behind the given number, in order, bounded in number and bytes. */
    public Page page(long after, int size) throws IOException {
        List<ObjectNode> letters = new ArrayList<>();
        long bytes = 0;
        try (LogScanner scanner = log.scan(after + 1)) {
            Frame frame;
            while ((frame = scanner.next()) != null) {
                if (letters.size() == size || (bytes > 0 && bytes + frame.payload().length > PAGE_BYTES)) {
                    return new Page(letters, true);
                }
                bytes += frame.payload().length;
                letters.add(numbered(frame));
            }
        }
        return new Page(letters, false);
    }

    private static ObjectNode numbered(Frame frame) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("number", frame.sequence());
        json.put("refused_at", frame.time().toString());
        try {
            JSON.readTree(frame.payload()).forEachEntry(json::set);
        } catch (JsonProcessingException e) {
            json.put("payload", frame.payload());
        }
        return json;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}

package io.modelwatch.logindexer.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.intake.RawRecord;
import io.modelwatch.logindexer.document.DataStream;
import io.modelwatch.logindexer.document.Document;
import io.modelwatch.logindexer.document.Identities;
import io.modelwatch.logindexer.exposition.Meters;
import io.modelwatch.logindexer.intake.Admission;
import io.modelwatch.logindexer.intake.Documents;
import io.modelwatch.logindexer.spool.AppendOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings the documents of a {@code _bulk} body into the spool, all good ones together. */
@ApplicationScoped
class BulkIntake {

    private static final ElasticError UNSUPPORTED =
            ElasticError.illegalArgument("only write ops with an op_type of create are allowed in data streams");
    private static final ElasticError NO_DOCUMENT =
            new ElasticError(400, "document_parsing_exception", "the action has no document line behind it");

    private final Admission admission;
    private final Documents documents;
    private final Meters meters;
    private final IndexNames names;
    private final int maxActions;
    private final Duration hold;
    private final InstantSource clock = InstantSource.system();

    BulkIntake(Admission admission, Documents documents, Meters meters, BulkConfig config) {
        this.admission = admission;
        this.documents = documents;
        this.meters = meters;
        DataStream dataStream = documents.dataStream();
        this.names = new IndexNames(dataStream.name(), config.indices());
        this.maxActions = config.maxActions();
        this.hold = config.hold();
    }

    /** The patience with one request. */
    Patience patience() {
        return new Patience(hold, System.nanoTime());
    }

    /**
     * How long a request may still be held.
     *
     * @param whole how long from its beginning
     * @param begunNanos when it began
     */
    record Patience(Duration whole, long begunNanos) {

        Duration left() {
            Duration left = whole.minusNanos(System.nanoTime() - begunNanos);
            return left.isNegative() ? Duration.ZERO : left;
        }
    }

    /** Waits for room before a body of so many bytes is read; why there is none in the end, or null. */
    BulkOutcome.@Nullable Overloaded awaitRoom(long bytes, Patience patience) throws InterruptedException {
        AppendOutcome.Full full = admission.awaitRoom(bytes, patience.left());
        if (full == null) {
            return null;
        }
        meters.refused();
        return new BulkOutcome.Overloaded(full.detail());
    }

    /**
     * Takes the documents of a body.
     *
     * @param index where documents go whose action does not say so; null for the data stream
     * @throws ElasticException 400 or 413 when the body is broken as a whole; then nothing of it was taken
     */
    BulkOutcome take(BulkLines lines, @Nullable String index, Patience patience) throws InterruptedException {
        try (Admission.Gathering gathering = admission.gather()) {
            Body body = new Body(gathering, index);
            int number = 0;
            BulkLines.Line line;
            boolean terminated = true;
            while ((line = lines.next()) != null) {
                number++;
                terminated = line.terminated();
                if (!terminated) {
                    break;
                }
                if (line.isBlank()) {
                    continue;
                }
                BulkAction action = BulkAction.parse(line, number);
                if (body.items.size() == maxActions) {
                    throw ElasticError.tooLarge("a request may have at most [" + maxActions + "] actions")
                            .asException();
                }
                BulkLines.Line document = action.operation().hasDocument() ? lines.next() : null;
                number++;
                terminated = document == null || document.terminated();
                if (!terminated) {
                    break;
                }
                if (!body.add(action, document)) {
                    return new BulkOutcome.Overloaded("too many records wait for the disk");
                }
            }
            if (!terminated) {
                throw ElasticError.illegalArgument("The bulk request must be terminated by a newline [\\n]")
                        .asException();
            }
            if (number == 0) {
                throw new ElasticError(400, "parse_exception", "request body is required").asException();
            }
            if (body.items.isEmpty()) {
                throw new ElasticError(
                                400, "action_request_validation_exception", "Validation Failed: 1: no requests added;")
                        .asException();
            }
            return body.keep(patience);
        }
    }

    /** Takes one document that is a body of its own. */
    BulkOutcome takeOne(
            BulkLines lines, BulkAction.Operation operation, String index, @Nullable String id, Patience patience)
            throws InterruptedException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        boolean tooLong = false;
        BulkLines.Line line;
        while ((line = lines.next()) != null) {
            tooLong |= line.tooLong();
            whole.writeBytes(line.bytes());
            whole.write('\n');
        }
        try (Admission.Gathering gathering = admission.gather()) {
            Body body = new Body(gathering, index);
            BulkAction action = new BulkAction(operation, null, id == null ? null : TextNode.valueOf(id));
            BulkLines.Line document = new BulkLines.Line(whole.toByteArray(), tooLong, true);
            return body.add(action, document)
                    ? body.keep(patience)
                    : new BulkOutcome.Overloaded("too many records wait for the disk");
        }
    }

    /** The actions of one body so far. */
    private final class Body {

        private final Admission.Gathering gathering;
        private final @Nullable String defaultIndex;
        private final Identities identities = documents.identities();
        private final Instant receivedAt = clock.instant();
        private final List<BulkItem> items = new ArrayList<>();

        Body(Admission.Gathering gathering, @Nullable String defaultIndex) {
            this.gathering = gathering;
            this.defaultIndex = defaultIndex;
        }

        /** Notes what becomes of an action; false when there is no room for its document. */
        boolean add(BulkAction action, BulkLines.@Nullable Line line) throws InterruptedException {
            JsonNode givenIndex = action.index();
            String index = givenIndex != null ? givenIndex.asText() : defaultIndex != null ? defaultIndex : names.own();
            ElasticError fault = fault(action, index, line);
            if (fault != null || line == null) {
                refuse(action, index, fault == null ? NO_DOCUMENT : fault);
                return true;
            }
            Document document;
            try {
                document = map(action, index, line);
            } catch (ProblemException e) {
                String detail = e.problem().detail();
                refuse(
                        action,
                        index,
                        new ElasticError(
                                400,
                                "document_parsing_exception",
                                detail == null ? e.problem().title() : detail));
                return true;
            }
            if (!gathering.add(document)) {
                meters.refused();
                return false;
            }
            JsonNode givenId = action.id();
            items.add(new BulkItem.Taken(
                    action.operation().word(), names.own(), givenId == null ? document.id() : givenId.textValue()));
            return true;
        }

        private @Nullable ElasticError fault(BulkAction action, String index, BulkLines.@Nullable Line line) {
            if (!action.operation().stores()) {
                return UNSUPPORTED;
            }
            JsonNode givenIndex = action.index();
            if ((givenIndex != null && !givenIndex.isTextual()) || !names.allows(index)) {
                return IndexNames.invalid(index);
            }
            ElasticError id = DocumentIds.fault(action.id());
            if (id != null) {
                return id;
            }
            return line != null && line.tooLong()
                    ? new ElasticError(400, "document_parsing_exception", "the document is too long")
                    : null;
        }

        private void refuse(BulkAction action, String index, ElasticError error) {
            JsonNode id = action.id();
            items.add(new BulkItem.Refused(
                    action.operation().word(), index, id == null || id.isContainerNode() ? null : id.asText(), error));
        }

        private Document map(BulkAction action, String index, BulkLines.Line line) throws InterruptedException {
            JsonNode id = action.id();
            String stored = id == null ? null : DocumentIds.stored(id.textValue(), index, names.own(), identities);
            return admission.prepare(() -> {
                ObjectNode source = Fields.parse(new RawRecord(items.size(), line.bytes(), null))
                        .record();
                return documents.ecs().map(source, stored, index, receivedAt, identities);
            });
        }

        /** Brings the documents to disk, waiting for room. */
        BulkOutcome keep(Patience patience) throws InterruptedException {
            if (!gathering.isEmpty()) {
                switch (gathering.append(patience.left())) {
                    case AppendOutcome.Durable durable -> {}
                    case AppendOutcome.Full full -> {
                        meters.refused();
                        return new BulkOutcome.Overloaded(full.detail());
                    }
                    case AppendOutcome.Failed failed -> {
                        meters.refused();
                        return new BulkOutcome.Overloaded("the spool's disk does not take records");
                    }
                }
            }
            long refused =
                    items.stream().filter(BulkItem.Refused.class::isInstance).count();
            meters.rejected((int) refused);
            return new BulkOutcome.Done(items);
        }
    }
}

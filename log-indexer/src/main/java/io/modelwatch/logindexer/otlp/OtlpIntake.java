package io.modelwatch.logindexer.otlp;

import com.google.protobuf.Parser;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.logindexer.document.Draft;
import io.modelwatch.logindexer.document.Identities;
import io.modelwatch.logindexer.exposition.Meters;
import io.modelwatch.logindexer.intake.Admission;
import io.modelwatch.logindexer.intake.Documents;
import io.modelwatch.logindexer.intake.IntakeConfig;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Brings the items of an export request into the spool: all good ones together, or none. */
@ApplicationScoped
class OtlpIntake {

    private final Admission admission;
    private final Documents documents;
    private final Meters meters;
    private final LogDrafts logs;
    private final SpanDrafts spans;
    private final int maxItems;
    private final int maxItemBytes;
    private final InstantSource clock = InstantSource.system();

    OtlpIntake(Admission admission, Documents documents, Meters meters, OtlpConfig config, IntakeConfig intakeConfig) {
        this.admission = admission;
        this.documents = documents;
        this.meters = meters;
        this.logs = new LogDrafts(documents.ecs());
        this.spans = new SpanDrafts(documents.ecs());
        this.maxItems = config.maxItems();
        this.maxItemBytes = intakeConfig.limits().maxRecordBytes();
    }

    /**
     * What was not taken.
     *
     * @param count how many items
     * @param reason why the first of them; null where there is none
     */
    record Rejected(long count, @Nullable String reason) {}

    private interface Drafting<T> {
        Draft of(T item, Resource resource, InstrumentationScope scope, Instant receivedAt, Identities identities);
    }

    /**
     * Takes an ExportLogsServiceRequest; what is not rejected is on disk.
     *
     * @throws ProblemException 503 when it could not be kept, 400 when it is no such message; nothing of it was taken
     */
    Rejected logs(byte[] message) throws InterruptedException {
        return take(message, LogRecord.parser(), logs::of);
    }

    /** The same for an ExportTraceServiceRequest. */
    Rejected spans(byte[] message) throws InterruptedException {
        return take(message, Span.parser(), spans::of);
    }

    private <T> Rejected take(byte[] message, Parser<T> parser, Drafting<T> drafting) throws InterruptedException {
        try (Admission.Gathering gathering = admission.gather()) {
            Body<T> body = new Body<>(gathering, drafting);
            ExportItems.forEach(message, parser, maxItemBytes, body);
            gathering.appendOrRefuse();
            meters.rejected((int) Math.min(Integer.MAX_VALUE, body.rejected));
            return new Rejected(body.rejected, body.reason);
        }
    }

    /** The items of one body so far. */
    private final class Body<T> implements ExportItems.Taker<T> {

        private final Admission.Gathering gathering;
        private final Drafting<T> drafting;
        private final Identities identities = documents.identities();
        private final Instant receivedAt = clock.instant();
        private int taken;
        private long rejected;
        private @Nullable String reason;

        Body(Admission.Gathering gathering, Drafting<T> drafting) {
            this.gathering = gathering;
            this.drafting = drafting;
        }

        @Override
        public void take(T item, Resource resource, InstrumentationScope scope) throws InterruptedException {
            if (taken == maxItems) {
                reject("a request may have at most " + maxItems + " items");
                return;
            }
            boolean added;
            try {
                added = gathering.add(
                        admission.prepare(() -> drafting.of(item, resource, scope, receivedAt, identities)));
            } catch (ProblemException e) {
                reject(String.valueOf(e.problem().detail()));
                return;
            }
            if (!added) {
                throw admission.refused(CommonProblem.OVERLOADED, "too many records wait for the disk");
            }
            taken++;
        }

        @Override
        public void unreadable(String why) {
            reject("an item cannot be read: " + why);
        }

        private void reject(String why) {
            rejected++;
            if (reason == null) {
                reason = why;
            }
        }
    }
}

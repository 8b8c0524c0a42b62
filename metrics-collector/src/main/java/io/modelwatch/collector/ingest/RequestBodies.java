package io.modelwatch.collector.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.intake.BatchResult;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.Limits;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.intake.RawRecord;
import io.modelwatch.intake.RecordReader;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads bodies of request records. Thread-safe. */
final class RequestBodies {

    private static final int SHOWN_ID_CHARS = 256;

    private final Limits limits;

    RequestBodies(Limits limits) {
        this.limits = limits;
    }

    /**
     * Reads a whole body.
     *
     * @param mapping makes a record of each
     * @param result takes those that are not valid
     * @return the valid ones
     * @throws ProblemException when the body as a whole cannot be read; then none may be taken
     */
    List<Candidate> read(
            InputStream body,
            @Nullable String contentType,
            @Nullable String contentEncoding,
            RecordMapping mapping,
            InFlightBudget.Share share,
            BatchResult result) {
        List<Candidate> candidates = new ArrayList<>();
        try (RecordReader records = RecordReader.open(body, contentType, contentEncoding, limits)) {
            for (RawRecord raw = records.next(); raw != null; raw = records.next()) {
                share.grow(raw.json().length);
                parse(raw, mapping, candidates, result);
            }
        }
        return candidates;
    }

    private static void parse(RawRecord raw, RecordMapping mapping, List<Candidate> candidates, BatchResult result) {
        @Nullable String id = null;
        try {
            Fields fields = Fields.parse(raw);
            id = idOf(fields, mapping.idField());
            RequestRecord request = mapping.map(fields);
            candidates.add(new Candidate(raw.index(), request));
        } catch (ProblemException e) {
            result.rejected(raw.index(), id, e.problem());
        }
    }

    private static @Nullable String idOf(Fields fields, String field) {
        JsonNode id = fields.record().get(field);
        return id != null && id.isTextual() && id.textValue().length() <= SHOWN_ID_CHARS ? id.textValue() : null;
    }
}

package io.modelwatch.collector.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.collector.request.RequestParser;
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
    private final RequestParser parser;

    RequestBodies(Limits limits, RequestParser parser) {
        this.limits = limits;
        this.parser = parser;
    }

    /**
     * Reads a whole body.
     *
     * @param result takes those that are not valid
     * @return the valid ones
     * @throws ProblemException when the body as a whole cannot be read; then none may be taken
     */
    List<Candidate> read(
            InputStream body,
            @Nullable String contentType,
            @Nullable String contentEncoding,
            InFlightBudget.Share share,
            BatchResult result) {
        List<Candidate> candidates = new ArrayList<>();
        try (RecordReader records = RecordReader.open(body, contentType, contentEncoding, limits)) {
            for (RawRecord raw = records.next(); raw != null; raw = records.next()) {
                share.grow(raw.json().length);
                parse(raw, candidates, result);
            }
        }
        return candidates;
    }

    private void parse(RawRecord raw, List<Candidate> candidates, BatchResult result) {
        @Nullable String id = null;
        try {
            Fields fields = Fields.parse(raw);
            id = idOf(fields);
            RequestRecord request = parser.parse(fields);
            candidates.add(new Candidate(raw.index(), request));
        } catch (ProblemException e) {
            result.rejected(raw.index(), id, e.problem());
        }
    }

    private static @Nullable String idOf(Fields fields) {
        JsonNode id = fields.record().get("request_id");
        return id != null && id.isTextual() && id.textValue().length() <= SHOWN_ID_CHARS ? id.textValue() : null;
    }
}

package io.modelwatch.collector.ingest;

import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.ProblemException;

/** Makes a checked record out of the JSON of one protocol. Thread-safe. */
@FunctionalInterface
public interface RecordMapping {

    /**
     * Maps one record.
     *
     * @throws ProblemException 400 naming every field that is wrong
     */
    RequestRecord map(Fields fields);

    /** The field that identifies a record, for the answer about one that is not valid. */
    default String idField() {
        return "request_id";
    }
}

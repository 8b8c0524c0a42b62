package io.modelwatch.collector.settings;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.Limits;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.intake.RawRecord;
import io.modelwatch.intake.RecordReader;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads bodies that are one JSON object: what is defined by hand, not reported in batches. */
public final class SingleObject {

    private SingleObject() {}

    /**
     * The fields of a body.
     *
     * @throws ProblemException 400 when it is not one object
     */
    public static Fields read(InputStream body, @Nullable String contentEncoding, Limits limits) {
        try (RecordReader records = RecordReader.open(body, "application/json", contentEncoding, limits)) {
            RawRecord first = records.next();
            if (first == null || records.batch() || records.next() != null) {
                throw Problem.of(CommonProblem.MALFORMED_BODY, "the body must be one JSON object")
                        .asException();
            }
            return Fields.parse(first);
        }
    }
}

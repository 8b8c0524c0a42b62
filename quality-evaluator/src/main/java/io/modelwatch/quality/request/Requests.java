package io.modelwatch.quality.request;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.RawRecord;
import io.modelwatch.intake.RecordReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Works on bodies of one object, a few at a time. */
@ApplicationScoped
public class Requests {

    private final RequestConfig config;
    private final Semaphore working;

    Requests(RequestConfig config) {
        this.config = config;
        this.working = new Semaphore(config.maxConcurrent());
    }

    /** Most values of an array. */
    public int maxValues() {
        return config.maxValues();
    }

    /**
     * Reads the body and works on it.
     *
     * @param work must check the fields
     * @throws io.modelwatch.intake.ProblemException 503 where too many wait, 400 and 413 for the body
     */
    public <T> T answer(@Nullable String contentEncoding, InputStream body, Function<Fields, T> work) {
        if (working.availablePermits() == 0 && working.getQueueLength() >= config.maxWaiting()) {
            throw Problem.of(CommonProblem.OVERLOADED, "too many requests are being worked on")
                    .asException();
        }
        working.acquireUninterruptibly();
        try {
            return work.apply(read(contentEncoding, body));
        } finally {
            working.release();
        }
    }

    private Fields read(@Nullable String contentEncoding, InputStream body) {
        try (RecordReader reader =
                RecordReader.open(body, MediaType.APPLICATION_JSON, contentEncoding, config.limits())) {
            RawRecord raw = reader.next();
            if (raw == null || reader.batch() || reader.next() != null) {
                throw Problem.of(CommonProblem.MALFORMED_BODY, "the body must be one object")
                        .asException();
            }
            return Fields.parse(raw);
        }
    }
}

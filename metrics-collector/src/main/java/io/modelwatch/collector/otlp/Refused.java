package io.modelwatch.collector.otlp;

import io.modelwatch.intake.BatchResult;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.RecordResult;
import org.jspecify.annotations.Nullable;

/**
 * How many of a request's items were not taken, and why the first was not.
 *
 * @param counter the field of {@code partialSuccess} that counts them, in JSON
 */
record Refused(String counter, long count, @Nullable String message) {

    private static final int COUNTER_FIELD = 1;
    private static final int INVALID_ARGUMENT = 3;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int UNAVAILABLE = 14;

    static Refused of(BatchResult result, String counter) {
        for (RecordResult one : result.results()) {
            Problem problem = one.problem();
            if (problem != null) {
                return new Refused(counter, result.rejected(), problem.title() + ": " + problem.detail());
            }
        }
        return new Refused(counter, 0, null);
    }

    byte[] encoded(OtlpEncoding encoding) {
        return count == 0 ? encoding.success() : encoding.partialSuccess(COUNTER_FIELD, counter, count, message);
    }

    /** The code of {@code google.rpc} that belongs to an HTTP status. */
    static int rpcCode(int httpStatus) {
        return switch (httpStatus) {
            case 413 -> RESOURCE_EXHAUSTED;
            case 503 -> UNAVAILABLE;
            default -> INVALID_ARGUMENT;
        };
    }
}
